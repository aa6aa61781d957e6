using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ServerlessTx.Explorer;

/// <summary>
/// The product's own services for one actor, standing on gates: each thing that it wants of the world outside waits until an order delivers it.
/// It is also who drives in this process, since what drives must be looked into.
/// </summary>
internal sealed class ActorHost : ITransactionDrivers
{
    private readonly TransactionSubject _subject;
    private readonly ServerlessTxOptions _options;
    private readonly List<Gate> _gates = [];
    private readonly List<Task<DriveEnd>> _drives = [];
    private readonly Lazy<ChildHost> _children;
    private int _sequence;

    public ActorHost(TransactionSubject subject, string name, Pump pump)
    {
        _subject = subject;
        _options = new ServerlessTxOptions { Shards = 1, HostName = name };
        Clock = new ActorClock(pump, this) { Now = subject.Begun };
        Store = new GatedStore(this);
        Transactions = new TransactionStore(Store, Clock, _options, NullLogger<TransactionStore>.Instance);
        Shards = new ShardMap(Store, _options, RandomNumberGenerator.Create());
        Effect = new CallEffect(Transactions, Clock, new ConcurrencyLimits([], Transactions, Shards, Clock, name), children: new Lazy<IChildren>(() => _children!.Value.Desk));
        Writer = new OutsideWriter(Transactions, this, _options, Clock);
        Turning = new Turning(Writer, Clock);
        _children = new Lazy<ChildHost>(() => new ChildHost(this, subject.Workflows, _options));
    }

    public ActorClock Clock { get; }

    public GatedStore Store { get; }

    public TransactionStore Transactions { get; }

    public ShardMap Shards { get; }

    public CallEffect Effect { get; }

    public OutsideWriter Writer { get; }

    public Turning Turning { get; }

    /// <summary>The drivers, once there are any.</summary>
    public IReadOnlyList<Task<DriveEnd>> Drives => _drives;

    /// <summary>What was logged as an error.</summary>
    public string? Error { get; private set; }

    public IReadOnlyList<Gate> Gates => _gates;

    /// <summary>What it knows beside what stands in its tasks: services that keep what they have read.</summary>
    public List<object> Memory { get; } = [];

    public Recovery Recovery => RecoveryOf(_subject.Workflows);

    public Recovery RecoveryOf(WorkflowRegistry workflows) => new(
        Transactions, Turning, workflows, this, Shards, _options, Clock, new ErrorLog(error => Error ??= error), _children.Value.Notices);

    /// <summary>Waits until an order delivers an answer.</summary>
    public Task<Response> WaitAsync(Request request, Action? isOver = null)
    {
        var gate = new Gate(++_sequence, request, new TaskCompletionSource<Response>(), isOver);
        _gates.Add(gate);
        return gate.Answered.Task;
    }

    public void Deliver(int sequence, Response response)
    {
        var gate = _gates.Single(waiting => waiting.Sequence == sequence);
        _gates.Remove(gate);
        if (response is Response.TimedOut or Response.Awake)
            gate.IsOver!();
        else
            gate.Answered.SetResult(response);
    }

    public void Start(Appended.Loaded evidence) => Start(_subject.Id, _subject.Workflow, evidence);

    public void Start(TransactionId id, Workflow workflow, Appended.Loaded evidence)
    {
        var due = _subject.Begun + _subject.Patience;
        var runtime = new InlineRuntime(id, workflow, Transactions, Effect, _options, Clock, new WakeUp(), CancellationToken.None);
        runtime.Know(evidence, due);
        _drives.Add(DriveAsync(id, workflow, runtime, evidence));
    }

    /// <summary>As the product's own drivers do.</summary>
    private async Task<DriveEnd> DriveAsync(TransactionId id, Workflow workflow, InlineRuntime runtime, Appended.Loaded evidence)
    {
        var end = await TransactionDriver.DriveAsync(id, workflow, runtime, evidence);
        if (evidence.Records[0].Record is Started { Parent: not null })
            await _children.Value.Notices.TellAsync(id, CancellationToken.None);
        return end;
    }

    IDisposable? ITransactionDrivers.TryKeep(TransactionId id) => new DriverSeat(() => { });

    Task ITransactionDrivers.StartAsync(TransactionId id, Workflow workflow, Appended.Loaded evidence, DateTimeOffset due, TimeSpan wait)
    {
        Start(id, workflow, evidence);
        return Task.CompletedTask;
    }

    Task<bool> ITransactionDrivers.DrivesAsync(TransactionId id, CancellationToken cancellation) => Task.FromResult(false);

    /// <summary>A wake-up ends a pause, and every pause is over at once.</summary>
    Task ITransactionDrivers.WakeAsync(TransactionId id) => Task.CompletedTask;

    Task? ITransactionDrivers.Running(TransactionId id) => null;

    internal sealed record Gate(int Sequence, Request Request, TaskCompletionSource<Response> Answered, Action? IsOver);

    private sealed class ErrorLog(Action<string> report) : ILogger<Recovery>
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                report($"{formatter(state, exception)} {exception?.Message}");
        }
    }
}
