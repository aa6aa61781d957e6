namespace ServerlessTx.Readme;

public abstract record WalletCommand;

public sealed record PayIn(decimal Amount) : WalletCommand;

public sealed record PayOut(decimal Amount) : WalletCommand;

public abstract record WalletEvent;

public sealed record PaidIn(decimal Amount) : WalletEvent;

public sealed record PaidOut(decimal Amount) : WalletEvent;

// readme: aggregate
public sealed record Wallet(decimal Balance)
{
    public static AggregateType<Wallet, WalletCommand, WalletEvent> Type { get; } = new(
        "Wallet",
        new Decider<Wallet, WalletCommand, WalletEvent>(new Wallet(0m), Decide, Evolve),
        new EventTypes<WalletEvent>().Add<PaidIn>("PaidIn").Add<PaidOut>("PaidOut"))
    {
        Commands = new CommandTypes<WalletCommand>().Add<PayIn>("pay_in").Add<PayOut>("pay_out"),
    };

    private static CommandAnswer<WalletEvent> Decide(WalletCommand command, Wallet wallet) => command switch
    {
        PayIn pay => new PaidIn(pay.Amount),
        PayOut pay when pay.Amount > wallet.Balance => Refusal.Because("insufficient_funds"),
        PayOut pay => new PaidOut(pay.Amount),
        _ => throw new ArgumentOutOfRangeException(nameof(command)),
    };

    private static Wallet Evolve(Wallet wallet, WalletEvent happened) => happened switch
    {
        PaidIn paid => new Wallet(wallet.Balance + paid.Amount),
        PaidOut paid => new Wallet(wallet.Balance - paid.Amount),
        _ => throw new ArgumentOutOfRangeException(nameof(happened)),
    };
}
// end
