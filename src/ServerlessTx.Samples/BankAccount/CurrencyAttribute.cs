using System.ComponentModel.DataAnnotations;

namespace ServerlessTx.Samples;

/// <summary>A currency by its code, ISO 4217.</summary>
internal sealed class CurrencyAttribute : RegularExpressionAttribute
{
    public CurrencyAttribute() : base("[A-Z]{3}")
    {
        ErrorMessage = "must be a currency in three capital letters, ISO 4217";
        // As a name's: no text is slow.
        MatchTimeoutInMilliseconds = Timeout.Infinite;
    }
}
