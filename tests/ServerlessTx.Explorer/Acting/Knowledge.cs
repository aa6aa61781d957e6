using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ServerlessTx.Explorer;

/// <summary>
/// What an actor knows and where it stands, as text: every variable of every async method that it is in, from the outermost to the gate, and
/// every field that these lead to. It is read from the objects themselves, so what is added to the product tomorrow counts from then on.
/// Left out are services, which know nothing, and what is the same in every order: the definition and the begin record.
/// </summary>
internal sealed class Knowledge
{
    private const BindingFlags OwnFields = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly ConcurrentDictionary<Type, FieldInfo[]> Fields = new();
    private static readonly ConcurrentDictionary<Type, bool> LeftOut = new();

    private static readonly HashSet<Type> Constant =
    [
        typeof(TransactionStore), typeof(StreamStore), typeof(CallEffect), typeof(Recovery), typeof(Turning), typeof(OutsideWriter), typeof(Decisions), typeof(SignalDesk),
        typeof(OperatorDesk), typeof(PartitionBarrier), typeof(ShardMap), typeof(ConcurrencyLimits), typeof(ServerlessTxOptions), typeof(WakeUp), typeof(DriverSeat),
        typeof(ChildDesk), typeof(ChildNotices), typeof(TransactionStarter), typeof(PersonalData), typeof(IdempotencyKeys), typeof(KeyAttempts), typeof(AdHocSealing),
        typeof(Definition), typeof(Started), typeof(TransactionId),
        typeof(ModeReminder), typeof(ModeGroup), typeof(ModeRegistry), typeof(ModeAdmission), typeof(ModeDeclaration),
    ];

    private readonly StringBuilder _text = new();
    private readonly Dictionary<object, int> _seen = new(ReferenceEqualityComparer.Instance);

    public static string Of(params IEnumerable<object> roots)
    {
        var knowledge = new Knowledge();
        foreach (var root in roots)
            knowledge.Add(root);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(knowledge._text.ToString())));
    }

    private void Add(object? value)
    {
        switch (value)
        {
            case null:
                _text.Append('-');
                break;
            case string text:
                _text.Append('"').Append(text).Append('"');
                break;
            case DateTimeOffset or TimeSpan or Enum:
            case var _ when value.GetType().IsPrimitive:
                _text.Append(Convert.ToString(value is DateTimeOffset moment ? moment.Ticks : value, CultureInfo.InvariantCulture));
                break;
            case JsonElement json:
                _text.Append(json.GetRawText());
                break;
            case ReadOnlyMemory<byte> bytes:
                _text.Append(Convert.ToHexStringLower(SHA256.HashData(bytes.Span)));
                break;
            case ChainHash hash:
                _text.Append(hash);
                break;
            case var _ when LeftOut.GetOrAdd(value.GetType(), IsLeftOut):
                _text.Append('.');
                break;
            default:
                AddObject(value);
                break;
        }

        _text.Append(';');
    }

    private void AddObject(object value)
    {
        if (!value.GetType().IsValueType && !_seen.TryAdd(value, _seen.Count))
        {
            _text.Append('^').Append(_seen[value]);
            return;
        }

        switch (value)
        {
            // A chain's head stands for all that is behind it.
            case Appended.Loaded loaded:
                Add(loaded.Head);
                break;
            case ModeState state:
                Add(state.Head);
                break;
            case Recorded recorded:
                _text.Append(recorded.Version).Append(recorded.Append);
                break;
            case Task task:
                AddTask(task);
                break;
            case IDictionary map:
                AddSorted(map.Keys.Cast<object>().Select(key => (object)(key, map[key])));
                break;
            case IReadOnlySet<string> set:
                AddSorted(set);
                break;
            case ICollection or IReadOnlyCollection<object>:
                _text.Append('[');
                foreach (var one in (IEnumerable)value)
                    Add(one);
                _text.Append(']');
                break;
            default:
                AddFields(value);
                break;
        }
    }

    /// <summary>Of a task that is not over, whatever waits in it; of one that is, how it ended.</summary>
    private void AddTask(Task task)
    {
        _text.Append(task.IsCompletedSuccessfully ? "done" : task.IsFaulted ? "failed" : task.IsCanceled ? "ended" : "waits");
        if (task.IsCompletedSuccessfully)
            Add(task.GetType().GetProperty("Result")?.GetValue(task));
        else
            AddFields(task);
    }

    private void AddSorted(IEnumerable<object> values)
    {
        var texts = values.Select(value =>
        {
            var one = new Knowledge();
            one.Add(value);
            return one._text.ToString();
        });
        _text.Append('{').AppendJoin(',', texts.Order(StringComparer.Ordinal)).Append('}');
    }

    private void AddFields(object value)
    {
        _text.Append(value.GetType().Name);
        foreach (var field in Fields.GetOrAdd(value.GetType(), FieldsOf))
        {
            _text.Append(field.Name).Append('=');
            Add(field.GetValue(value));
        }
    }

    private static FieldInfo[] FieldsOf(Type type)
    {
        var fields = new List<FieldInfo>();
        for (var at = type; at is not null && !IsBottom(at); at = at.BaseType)
            fields.AddRange(at.GetFields(OwnFields));
        return [.. fields.OrderBy(field => field.Name, StringComparer.Ordinal)];
    }

    /// <summary>What the runtime keeps in every task says who waits for it, and not what it waits for.</summary>
    private static bool IsBottom(Type type) =>
        type == typeof(object) || type == typeof(ValueType) || type == typeof(Task) || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Task<>));

    private static bool IsLeftOut(Type type) =>
        Constant.Contains(type)
        || type.IsAssignableTo(typeof(Delegate)) || type.IsAssignableTo(typeof(Workflow)) || type.IsAssignableTo(typeof(TimeProvider))
        || (!type.IsArray && type.Namespace switch
        {
            "System.Runtime.CompilerServices" => !type.Name.Contains("TaskAwaiter", StringComparison.Ordinal) && !type.IsAssignableTo(typeof(Task)),
            "System.Threading.Tasks" => !type.Name.StartsWith("ValueTask", StringComparison.Ordinal) && !type.IsAssignableTo(typeof(Task)),
            "System.Threading" or "System.Threading.Tasks.Sources" or "System.Linq" or "System.Diagnostics" => true,
            // What stands between the product and its gates; what waits at them is told apart by the requests.
            "ServerlessTx.Explorer" => !typeof(System.Runtime.CompilerServices.IAsyncStateMachine).IsAssignableFrom(type),
            _ => false,
        });
}
