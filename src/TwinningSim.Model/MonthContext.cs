using TwinningSim.Kernel.Randomness;
using TwinningSim.Model.Input;
using TwinningSim.Model.Parameters;

namespace TwinningSim.Model;

/// <summary>All that is read-only in a month.</summary>
internal readonly record struct MonthContext(int Month, Draws Draws, Design Design, Coefficients Parameters);
