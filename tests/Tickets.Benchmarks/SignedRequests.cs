using System.Globalization;
using System.Text;
using Tickets.Domain.Platforms;
using Tickets.Testing;

namespace Tickets.Benchmarks;

/// <summary>Whole HTTP/1.1 requests, each with a signed delivery of its own, made before anything is measured.</summary>
internal sealed class SignedRequests
{
    public const string Secret = "a-secret-of-the-benchmark";
    public const string PageId = "100500";

    private readonly byte[] bytes;
    private readonly int[] ends;

    private SignedRequests(byte[] bytes, int[] ends) => (this.bytes, this.ends) = (bytes, ends);

    public int Count => ends.Length;

    public ReadOnlyMemory<byte> this[int index]
    {
        get
        {
            var start = index == 0 ? 0 : ends[index - 1];
            return bytes.AsMemory(start, ends[index] - start);
        }
    }

    /// <summary>Comments of <paramref name="count"/> citizens, each of exactly <paramref name="size"/> bytes.</summary>
    public static SignedRequests OfSize(int size, int count, DateTimeOffset at)
    {
        // Made once with room for a number in its two ids, which are then written over.
        var body = Body("");
        body = Body(new string('a', size - body.Length));
        var ids = Places(body, Id(0));
        return Of(
            count,
            index =>
            {
                foreach (var place in ids)
                    index.TryFormat(body.AsSpan(place, IdDigits), out _, "D12", CultureInfo.InvariantCulture);
                return body;
            }
        );

        byte[] Body(string padding) =>
            MetaPayloads.FacebookComment(PageId, "100500_1", "100500_" + Id(0), Id(0), "Warga", "min tolong, PKH ibu saya belum cair dari bulan Juli " + padding, at);
    }

    /// <summary>Requests with these bodies.</summary>
    public static SignedRequests Of(int count, Func<int, byte[]> body)
    {
        using var all = new MemoryStream();
        var places = new int[count];
        for (var i = 0; i < count; i++)
        {
            var delivery = body(i);
            var head =
                $"POST /webhooks/meta HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: facebookexternalua\r\nContent-Type: application/json\r\n"
                + $"{MetaSignature.Header}: {MetaSignature.Of(delivery, Secret)}\r\nContent-Length: {delivery.Length}\r\n\r\n";
            all.Write(Encoding.ASCII.GetBytes(head));
            all.Write(delivery);
            places[i] = checked((int)all.Length);
        }

        return new SignedRequests(all.ToArray(), places);
    }

    private const int IdDigits = 12;

    private static string Id(int index) => index.ToString("D12", CultureInfo.InvariantCulture);

    private static List<int> Places(byte[] body, string id)
    {
        List<int> places = [];
        var sought = Encoding.ASCII.GetBytes(id);
        for (var from = 0; body.AsSpan(from).IndexOf(sought) is >= 0 and var found; from += found + sought.Length)
            places.Add(from + found);
        return places;
    }
}
