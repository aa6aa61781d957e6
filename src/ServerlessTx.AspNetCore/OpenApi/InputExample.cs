using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace ServerlessTx.AspNetCore;

/// <summary>An input that the OpenAPI document shows, so that a workflow can be tried with it.</summary>
internal sealed record InputExample(string Workflow, string Name, string Summary, JsonElement Input);

/// <summary>Adds examples.</summary>
public static class InputExamples
{
    /// <summary>Adds an input to try a workflow with; it is shown in the OpenAPI document and on its page.</summary>
    /// <param name="tx">What <c>AddServerlessTx</c> hands out.</param>
    /// <param name="workflow">The workflow's name.</param>
    /// <param name="name">The example's name, in the form of a code.</param>
    /// <param name="summary">What it shows.</param>
    /// <param name="input">The input; it is written as the API reads it.</param>
    public static ServerlessTxBuilder AddExample(this ServerlessTxBuilder tx, string workflow, string name, string summary, object input)
    {
        tx.Services.AddSingleton(new InputExample(workflow, name, summary, WireJson.ToElement(input)));
        return tx;
    }
}
