using SteerScope.Sweeps.Hosts;
using SteerScope.Sweeps.Leases;
using SteerScope.Sweeps.Plans;
using Xunit;

namespace SteerScope.Core.Tests.Sweeps.Leases;

/// <summary>Whom a death is charged to when the books were lost as well.</summary>
public sealed class LossTests
{
    private readonly SweepPlan _plan = LeaseWorld.Plan(1, 6);
    private readonly LeaseWorld.ManualTime _time = new();
    private readonly List<LedgerEntry> _ledger = [];
    private long _epoch = 1_000;

    [Fact]
    public void EndLoss_AnItemWasGivenBackBeforeTheBookWasLost_ChargesTheItemAtWork()
    {
        var book = NewBook([]);
        var (session, leases) = Begin(book);
        book.Exchange(new ExchangeRequest(session, 2, [leases[1]], [new LeaseReport(leases[0], LeaseEnd.Hindered, new ItemFailure("x", "the disk is full", 1))], Room: 0));
        Flush(book);

        book = NewBook([session]);
        Lose(book, session);

        Assert.Equal([new ItemDied(leases[1].Item)], _ledger.OfType<ItemDied>());
    }

    [Fact]
    public void EndLoss_AnAnswerWasLostBeforeTheBookWas_ChargesTheItemAtWork()
    {
        var book = NewBook([]);
        var (session, leases) = Begin(book);
        book.Exchange(new ExchangeRequest(session, 2, [leases[1]], [], Room: 0));
        Flush(book);

        book = NewBook([session]);
        Lose(book, session);

        Assert.Equal([new ItemDied(leases[1].Item)], _ledger.OfType<ItemDied>());
    }

    [Fact]
    public void Missing_TheBookWasLostBetweenFenceAndCharge_TheLossIsBegunAgainAndCharged()
    {
        var book = NewBook([]);
        var (session, leases) = Begin(book);
        book.BeginLoss(session);
        Flush(book);

        book = NewBook([]);

        Assert.Equal(SessionState.Lost, book.Exchange(new ExchangeRequest(session, 9, [.. leases], [], Room: 1)).State);
        Assert.False(book.Close(session, []));
        Assert.Equal([session], book.Missing(_ => false));
        Lose(book, session);
        Assert.Equal([new ItemDied(leases[0].Item)], _ledger.OfType<ItemDied>());
        Assert.Empty(NewBook([]).Missing(_ => true));
    }

    private (long Session, IReadOnlyList<Lease> Leases) Begin(LeaseBook book)
    {
        var session = book.Open(new SessionOwner("process", "device", RunsModel: true, Merges: true, Lanes: 1));
        var reply = book.Exchange(new ExchangeRequest(session, 1, [], [], Room: 2));
        Flush(book);
        Assert.Equal(2, reply.Granted.Count);
        return (session, reply.Granted);
    }

    private void Lose(LeaseBook book, long session)
    {
        Assert.NotNull(book.BeginLoss(session));
        book.EndLoss(session, new HashSet<int>());
        Flush(book);
    }

    private LeaseBook NewBook(HashSet<long> folders)
    {
        var lines = string.Concat(_ledger.Select(LedgerText.Line));
        var past = LedgerState.Of(LedgerText.Parse(System.Text.Encoding.UTF8.GetBytes(lines))).With(folders, forget: false);
        _ledger.Clear();
        _ledger.AddRange(past.Entries());
        return new LeaseBook(_plan, new Schedule(_plan, _ => false, _ => false), _epoch += 1_000, past, new LeaseOptions(), _time);
    }

    private void Flush(LeaseBook book) => _ledger.AddRange(book.TakeUnwritten());
}
