using System.Text;
using QRCoder;

namespace VideoSaas.Web.Features.Accounts.TwoFactor;

/// <summary>A QR code as one path, to be drawn in whatever size and colour the page gives it.</summary>
internal static class QrPicture
{
    /// <summary>The quiet edge that readers need is part of it.</summary>
    public static (int Side, string Path) Of(string text)
    {
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var path = new StringBuilder();
        for (var row = 0; row < code.ModuleMatrix.Count; row++)
        {
            for (var column = 0; column < code.ModuleMatrix[row].Count; column++)
            {
                if (code.ModuleMatrix[row][column])
                {
                    path.Append(System.Globalization.CultureInfo.InvariantCulture, $"M{column} {row}h1v1h-1z");
                }
            }
        }

        return (code.ModuleMatrix.Count, path.ToString());
    }
}
