using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace ServerlessTx.Http;

/// <summary>What the shop's workflow takes: one of each kind of field.</summary>
internal sealed record Purchase
{
    [StringLength(100, MinimumLength = 1, ErrorMessage = "must have 1 to 100 characters")]
    public required string Item { get; init; }

    [Range(typeof(decimal), "0.01", "10000", ErrorMessage = "must be a number from 0.01 to 10000")]
    public required decimal Amount { get; init; }

    public IReadOnlyList<Line> Lines { get; init; } = [];

    public Wrapping? Wrapping { get; init; }

    public Coupon? Coupon { get; init; }

    public JsonElement? Note { get; init; }
}

internal sealed record Line
{
    public required string Sku { get; init; }

    [Range(1, 100, ErrorMessage = "must be a whole number from 1 to 100")]
    public required int Quantity { get; init; }
}

/// <summary>A type that refuses to be made of what is wrong.</summary>
internal sealed record Coupon
{
    public Coupon(string code) => Code = code.StartsWith('C') ? code : throw new ArgumentException("a coupon begins with C");

    public string Code { get; }
}

internal enum Wrapping
{
    PlainPaper,
    GiftBox,
}
