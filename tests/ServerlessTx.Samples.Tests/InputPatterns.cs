using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace ServerlessTx.Samples.Tests;

public sealed class InputPatterns
{
    // Found by two of ten thousand seeds on a busy machine: the framework gives a pattern two seconds, and a host that stood still for
    // so long answered 500 to a right name.
    [Fact]
    public void No_pattern_of_an_input_is_bound_in_time()
    {
        var patterns = typeof(PlaceOrder).Assembly.GetTypes().SelectMany(type => type.GetProperties())
            .SelectMany(property => property.GetCustomAttributes<RegularExpressionAttribute>()).ToList();
        Assert.NotEmpty(patterns);
        Assert.All(patterns, pattern => Assert.Equal(Timeout.Infinite, pattern.MatchTimeoutInMilliseconds));
    }
}
