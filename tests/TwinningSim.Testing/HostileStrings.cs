namespace TwinningSim.Testing;

/// <summary>Texts that break careless programs when they come as a name: markup, scripts, quotes, format strings, paths, queries, and hard Unicode.</summary>
public static class HostileStrings
{
    /// <summary>A hundred of them, each different.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "<script>alert(1)</script>", "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>", "<svg/onload=alert`1`>",
        "\"><script>alert(1)</script>", "'><script>alert(1)</script>", "</title><script>alert(1)</script>", "</style><script>alert(1)</script>", "</textarea><script>alert(1)</script>",
        "--><script>alert(1)</script>", "]]><script>alert(1)</script>", "<!--", "-->", "<!-- a -- b -->",
        "<![CDATA[", "]]>", "<?xml version=\"1.0\"?>", "<!DOCTYPE html>", "<!ENTITY x SYSTEM \"file:///etc/passwd\">",
        "&lt;b&gt;", "&amp;", "&#60;script&#62;", "&#x3c;script&#x3e;", "&bogus;",
        "&", "&&", "&#", "&#0;", "&#xD800;",
        "\"", "'", "`", "\"\"\"", "' or ''='",
        "\" onmouseover=\"alert(1)", "' onfocus='alert(1)' autofocus='", "javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "vbscript:msgbox(1)",
        "<a href=\"javascript:alert(1)\">x</a>", "<iframe src=//example.org></iframe>", "<link rel=stylesheet href=//example.org/a.css>", "<meta http-equiv=refresh content=0>", "<base href=//example.org/>",
        "<style>*{display:none}</style>", "<object data=x></object>", "<embed src=x>", "<form action=x><input></form>", "<math><mi//xlink:href=\"data:x\">",
        "<details open ontoggle=alert(1)>", "<body onload=alert(1)>", "<plaintext>", "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">", "<template><script>1</script></template>",
        "{{7*7}}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "@(7*7)",
        "{0}", "{0:N99}", "{", "}", "%s%s%s%n",
        "%00", "\\0", "\\u003cscript\\u003e", "\\x3cscript\\x3e", "\\\\",
        "../../../etc/passwd", "C:\\Windows\\System32", "//example.org/x", "file:///etc/passwd", "CON",
        "'; drop table runs; --", "1; select * from read_csv('/etc/passwd')", "=1+1", "@SUM(1)", "+cmd|' /C calc'!A0",
        "[link](javascript:alert(1))", "![x](//example.org/x.png)", "[bold]markup[/]", "[[escaped]]", "**bold**",
        "url(#x)", "#x", "expression(alert(1))", ";}*{color:red", "/* comment */",
        "\u202eedoc\u202c", "a\u200bb", "e\u0301\u0301\u0301\u0301\u0301", "\ud83d\ude80\ud83c\udffd", "\u0627\u0644\u062c\u0644\u0648\u062f",
        "\u76ae\u9769\u96c6\u7fa4", "\ufb01\u017f\u212a", "\u0130\u0131I i", "NULL", new string('x', 200),
    ];
}
