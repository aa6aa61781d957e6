using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;

namespace ServerlessTx;

/// <summary>
/// The reader of JSON looks at a string only when it is asked for it. Here every one is looked at first, so that nothing behind it has to
/// expect a half character in a name or a value.
/// </summary>
internal static class JsonText
{
    /// <summary>Whether it is UTF-8, and no string in it escapes half a character.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static bool IsWellFormed(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
            return false;
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = PresentedDocument.MaxDepth });
        var buffer = Array.Empty<byte>();
        try
        {
            while (reader.Read())
            {
                if (!reader.ValueIsEscaped)
                    continue;
                if (buffer.Length < reader.ValueSpan.Length)
                {
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
                }

                reader.CopyString(buffer);
            }

            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
