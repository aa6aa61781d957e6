using System.Net.Http.Json;
using System.Text.Json;

namespace ServerlessTx.Processes;

/// <summary>The rows of the sample services, as the host shows them.</summary>
internal sealed class SampleRows(HttpClient host)
{
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public async Task<IReadOnlyList<TRow>> AllAsync<TRow>(string kind) =>
        (await host.GetFromJsonAsync<List<TRow>>(new Uri($"/api/samples/{kind}", UriKind.Relative), Json))!;
}
