namespace TwinningSim.Analysis.Calibration;

/// <summary>The lower triangle L with L L' = A, and what is solved with it. Sums run in a fixed order, so that the same numbers give the same bits.</summary>
internal sealed class Cholesky
{
    private readonly double[,] _lower;

    private Cholesky(double[,] lower) => _lower = lower;

    /// <summary>Number of rows.</summary>
    public int Size => _lower.GetLength(0);

    /// <summary>Product of the diagonal: the root of the determinant.</summary>
    public double RootOfDeterminant
    {
        get
        {
            double product = 1;
            for (int i = 0; i < Size; i++) product *= _lower[i, i];
            return product;
        }
    }

    /// <summary>Factors a symmetric matrix that should be positive definite; directions in which it is flat get a trifle.</summary>
    public static Cholesky Of(double[,] matrix)
    {
        int n = matrix.GetLength(0);
        double trace = 0;
        for (int i = 0; i < n; i++) trace += matrix[i, i];
        double least = Math.Max(1e-12 * trace / n, 1e-300);
        var lower = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = matrix[i, j];
                for (int k = 0; k < j; k++) sum -= lower[i, k] * lower[j, k];
                lower[i, j] = i == j ? Math.Sqrt(Math.Max(sum, least)) : sum / lower[j, j];
            }
        }
        return new Cholesky(lower);
    }

    /// <summary>L z: turns independent standard normals into correlated ones.</summary>
    public double[] Times(ReadOnlySpan<double> z)
    {
        var y = new double[Size];
        for (int i = 0; i < Size; i++)
        {
            for (int k = 0; k <= i; k++) y[i] += _lower[i, k] * z[k];
        }
        return y;
    }

    /// <summary>x' A^-1 x.</summary>
    public double InverseForm(ReadOnlySpan<double> x)
    {
        double[] y = Whiten(x);
        double sum = 0;
        foreach (double value in y) sum += value * value;
        return sum;
    }

    /// <summary>A^-1 x.</summary>
    public double[] Solve(ReadOnlySpan<double> x)
    {
        double[] y = Whiten(x);
        for (int i = Size - 1; i >= 0; i--)
        {
            for (int k = i + 1; k < Size; k++) y[i] -= _lower[k, i] * y[k];
            y[i] /= _lower[i, i];
        }
        return y;
    }

    /// <summary>L^-1 x: turns correlated normals into independent standard ones.</summary>
    public double[] Whiten(ReadOnlySpan<double> x)
    {
        var y = new double[Size];
        for (int i = 0; i < Size; i++)
        {
            y[i] = x[i];
            for (int k = 0; k < i; k++) y[i] -= _lower[i, k] * y[k];
            y[i] /= _lower[i, i];
        }
        return y;
    }
}
