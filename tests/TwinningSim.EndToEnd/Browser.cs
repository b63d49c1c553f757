using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TwinningSim.Testing;

namespace TwinningSim.EndToEnd;

/// <summary>A headless Chromium, spoken to by the DevTools protocol: opens a page and tells what the page did.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private readonly Process _process;
    private readonly TemporaryFolder _profile;
    private readonly ClientWebSocket _socket = new();
    private int _next;

    private Browser(Process process, TemporaryFolder profile) => (_process, _profile) = (process, profile);

    /// <summary>Where Chromium is; null if it is not installed.</summary>
    public static string? Program => new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);

    /// <summary>What went to the console, and errors.</summary>
    public List<string> Console { get; } = [];

    /// <summary>Addresses that were asked for.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>Starts a browser with an empty profile and opens a page.</summary>
    public static async Task<Browser> Open(string address, CancellationToken cancel)
    {
        var profile = new TemporaryFolder();
        var start = new ProcessStartInfo(Program!) { RedirectStandardError = true };
        foreach (string argument in new[] { "--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0", $"--user-data-dir={profile.Path}", "about:blank" }) start.ArgumentList.Add(argument);
        var browser = new Browser(Process.Start(start)!, profile);
        string? line;
        do line = await browser._process.StandardError.ReadLineAsync(cancel) ?? throw new InvalidOperationException("Chromium ended before it listened.");
        while (!line.StartsWith("DevTools listening on ", StringComparison.Ordinal));
        // Whatever it says afterwards must not fill the pipe.
        _ = browser._process.StandardError.ReadToEndAsync(cancel);
        var listening = new Uri(line["DevTools listening on ".Length..]);
        using var http = new HttpClient();
        JsonNode pages = JsonNode.Parse(await http.GetStringAsync($"http://{listening.Authority}/json", cancel))!;
        string page = pages.AsArray().First(p => (string?)p!["type"] == "page")!["webSocketDebuggerUrl"]!.GetValue<string>();
        await browser._socket.ConnectAsync(new Uri(page), cancel);
        foreach (string domain in new[] { "Page", "Runtime", "Log", "Network" }) await browser.Call(domain + ".enable", [], cancel);
        await browser.Call("Page.navigate", new() { ["url"] = address }, cancel);
        await browser.Until("Page.loadEventFired", cancel);
        return browser;
    }

    /// <summary>The value of an expression in the page.</summary>
    public async Task<JsonNode?> Evaluate(string expression, CancellationToken cancel)
    {
        JsonNode result = await Call("Runtime.evaluate", new() { ["expression"] = expression, ["returnByValue"] = true }, cancel);
        return result["result"]!["value"];
    }

    /// <summary>The page as PDF.</summary>
    public async Task<byte[]> Print(CancellationToken cancel)
        => Convert.FromBase64String((await Call("Page.printToPDF", new() { ["preferCSSPageSize"] = true, ["printBackground"] = true, ["generateTaggedPDF"] = true }, cancel))["data"]!.GetValue<string>());

    public async ValueTask DisposeAsync()
    {
        if (_socket.State == WebSocketState.Open)
        {
            try
            {
                await Call("Browser.close", [], CancellationToken.None);
            }
            catch (WebSocketException)
            {
                // It closed at once.
            }
        }
        _socket.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _profile.Dispose();
    }

    private async Task<JsonNode> Call(string method, JsonObject parameters, CancellationToken cancel)
    {
        int id = ++_next;
        byte[] message = JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters });
        await _socket.SendAsync(message, WebSocketMessageType.Text, true, cancel);
        while (true)
        {
            JsonNode answer = await Receive(cancel);
            if ((int?)answer["id"] != id) continue;
            return answer["error"] is { } error ? throw new InvalidOperationException($"{method}: {error}") : answer["result"]!;
        }
    }

    private async Task Until(string method, CancellationToken cancel)
    {
        while ((string?)(await Receive(cancel))["method"] != method)
        {
        }
    }

    private async Task<JsonNode> Receive(CancellationToken cancel)
    {
        using var whole = new MemoryStream();
        byte[] buffer = new byte[1 << 16];
        WebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(buffer, cancel);
            if (part.MessageType == WebSocketMessageType.Close) throw new WebSocketException("The browser closed.");
            whole.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        JsonNode message = JsonNode.Parse(Encoding.UTF8.GetString(whole.ToArray()))!;
        switch ((string?)message["method"])
        {
            case "Runtime.consoleAPICalled" or "Runtime.exceptionThrown" or "Log.entryAdded": Console.Add(message["params"]!.ToJsonString()); break;
            case "Network.requestWillBeSent": Requests.Add(message["params"]!["request"]!["url"]!.GetValue<string>()); break;
            default: break;
        }
        return message;
    }
}
