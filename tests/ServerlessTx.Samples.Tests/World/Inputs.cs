using System.Text.Json;

namespace ServerlessTx.Samples.Tests;

/// <summary>Inputs as they come over the wire.</summary>
internal static class Inputs
{
    public static string Checkout(string customer, string sku, int quantity, decimal amount, int? expiresIn = null) =>
        JsonSerializer.Serialize(
            new Checkout { CustomerId = customer, Sku = sku, Quantity = quantity, Amount = amount, ExpiresInSeconds = expiresIn }, WireJson.Tolerant);

    public static string Transfer(string from, string to, decimal amount) =>
        JsonSerializer.Serialize(new TransferMoney { From = from, To = to, Amount = amount }, WireJson.Tolerant);

    public static string Order(string customer, string sku, int quantity, decimal amount, string shipTo = "home") =>
        JsonSerializer.Serialize(
            new PlaceOrder { CustomerId = customer, Sku = sku, Quantity = quantity, Amount = amount, ShipTo = shipTo }, WireJson.Tolerant);
}
