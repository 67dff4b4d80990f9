using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Tickets.Domain.Platforms;
using Tickets.IntegrationTests.Stories;
using Tickets.Testing;
using Xunit.Abstractions;

namespace Tickets.IntegrationTests.Platforms;

/// <summary>The closing answer by every platform with each of its doors shut in turn: what went out by which way, and what the ticket's history proves of it.</summary>
[Collection(nameof(OneProductWithAllPlatforms))]
public sealed partial class TheLadderOfAClosure(OneProductWithAllPlatforms fixture, ITestOutputHelper output)
{
    private const string Answer = "Data Ibu sudah kami perbaiki; bantuan cair pada 5 Oktober melalui kantor pos.";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    private readonly ARunningProduct service = fixture.Service;
    private readonly FakePlatforms fakes = fixture.Fakes;

    [Fact]
    public async Task Each_rung_is_tried_in_its_order_and_its_proof_is_in_the_history()
    {
        const string noTemplate = """{"error":{"message":"(#132001) Template name does not exist in the translation","type":"OAuthException","code":132001}}""";
        const string closed = """{"error":{"message":"Re-engagement message","type":"OAuthException","code":131047}}""";
        const string forbidden = """{"title":"Forbidden","detail":"You cannot send messages to this user.","type":"about:blank","status":403}""";
        List<Rung> rungs =
        [
            new("Facebook, under a post", FacebookComment, _ => { }, "PrivateReply Sent"),
            new("Facebook, private reply used up", FacebookComment, to => service.Graph.Refuse(to, Door.PrivateReply, 10900, 0, "(#10900) Activity already replied to"), "PrivateReply Blocked, pointer CommentReply Sent"),
            new("Facebook, comment deleted", FacebookComment, service.Graph.Delete, "PrivateReply Blocked, pointer CommentReply Blocked, an admin is asked"),
            new("Facebook, taken for abuse", FacebookComment, to => service.Graph.Refuse(to, Door.PrivateReply, 368, 0, "(#368) The action attempted has been deemed abusive"), "PrivateReply Blocked, an admin is asked"),
            new("Messenger", Messenger, _ => { }, "DirectMessage Sent"),
            new("Messenger, window closed", Messenger, to => service.Graph.Refuse(to, null, 10, 2018278, "(#10) This message is sent outside of allowed window."), "DirectMessage Blocked, an admin is asked"),
            new("Instagram, under a post", InstagramComment, _ => { }, "PrivateReply Sent"),
            new("Instagram, comment too old for a private reply", InstagramComment, to => service.Graph.Refuse(to, Door.PrivateReply, 10901, 0, "(#10901) Activity is too old to be replied to"), "PrivateReply Blocked, pointer CommentReply Sent"),
            new("Instagram, blocked by the citizen", InstagramMessage, service.Graph.Block, "DirectMessage Blocked, an admin is asked"),
            new("WhatsApp", WhatsApp, _ => { }, "DirectMessage Sent"),
            new("WhatsApp, window closed", WhatsApp, to => fakes.Refuse(to, Door.DirectMessage, 400, closed), "DirectMessage Blocked, template Template Sent"),
            new("WhatsApp, window closed and no such template", WhatsApp, to => Both(to, closed, noTemplate), "DirectMessage Blocked, template Template Blocked, an admin is asked"),
            new("WhatsApp, blocked by the citizen", WhatsApp, fakes.Block, "DirectMessage Blocked, template Template Blocked, an admin is asked"),
            new("X, under a post", XPost, _ => { }, "CommentReply Sent"),
            new("X, post deleted", XPost, fakes.Delete, "CommentReply Blocked, an admin is asked"),
            new("X, direct message", XMessage, _ => { }, "DirectMessage Sent"),
            new("X, direct messages closed", XMessage, to => fakes.Refuse(to, Door.DirectMessage, 403, forbidden), "DirectMessage Blocked, an admin is asked"),
            new("YouTube", YouTubeComment, _ => { }, "CommentReply Sent"),
            new("YouTube, comment deleted", YouTubeComment, fakes.Delete, "CommentReply Blocked, an admin is asked"),
        ];

        var targets = new Dictionary<Rung, string>();
        foreach (var rung in rungs)
            targets[rung] = await rung.Asks();
        var numbers = new Dictionary<Rung, string>();
        foreach (var rung in rungs)
            numbers[rung] = await Acknowledged(targets[rung]);
        foreach (var rung in rungs)
        {
            rung.Shut(targets[rung]);
            await service.Ticket(numbers[rung], "is at a directorate", t => (string?)t["directorate"] is not null, Soon);
            var answer = await service.Api.Do(numbers[rung], "resolution", new { answer = Answer }, (await service.Api.Ticket(numbers[rung])).Version());
            Assert.True((int)answer.Status == 200, $"{rung.Name}: {answer.Text}");
        }

        var actual = new List<string>();
        foreach (var rung in rungs)
        {
            var ticket = await service.Ticket(numbers[rung], $"{rung.Name}: {rung.Steps}", t => Steps(t) == rung.Steps, Soon);
            actual.Add($"{rung.Name,-48} {Steps(ticket)}");
            foreach (var sent in ticket.Notices("Closure").Where(n => (string?)n["state"] == "Sent"))
            {
                // The platform's own id is the proof, and in public nothing of the case is told.
                var words = Assert.Single(Taken(), w => w.Id == (string?)sent["platformId"]);
                Assert.Equal((string?)sent["door"], words.Door.ToString());
                if (words.Door == Door.CommentReply)
                    Assert.DoesNotContain("5 Oktober", words.Text, StringComparison.Ordinal);
                if (words.Door is Door.CommentReply or Door.Template)
                    Assert.Contains("/lacak", words.Text, StringComparison.Ordinal);
            }

            Assert.Equal(ticket.Notices("Closure").Count(n => (string?)n["state"] == "Sent") + 1, History(ticket).Count(type => type == "NoticeSent"));
        }

        output.WriteLine(string.Join(Environment.NewLine, actual));

        void Both(string to, string direct, string template)
        {
            fakes.Refuse(to, Door.DirectMessage, 400, direct);
            fakes.Refuse(to, Door.Template, 404, template);
        }
    }

    // Door and state of each word, in order, with the rung's name; and whether a person was asked in the end. Each step past the first must stand in the history too.
    private static string Steps(JsonNode ticket)
    {
        var words = ticket.Notices("Closure").Select(n => $"{(((string)n["key"]!).Split('>') is [_, var rung] ? rung + " " : "")}{n["door"]} {n["state"]}").ToList();
        var history = History(ticket).ToList();
        var walked = history.Count(type => type == "OtherWayTaken") == words.Count - 1;
        if (history.Contains("AdminAsked"))
            words.Add("an admin is asked");
        return walked ? string.Join(", ", words) : $"{string.Join(", ", words)} (not all in the history)";
    }

    private static IEnumerable<string> History(JsonNode ticket) => ticket["history"]!.AsArray().Select(h => (string)h!["type"]!);

    private IEnumerable<SentWords> Taken() => fakes.Graph.Sent.Concat(fakes.Sent.Select(s => s.Words));

    private async Task<string> Acknowledged(string target)
    {
        var told = await Eventually.Finds(
            $"{target} is acknowledged",
            Soon,
            () => Task.FromResult(Taken().FirstOrDefault(w => w.Target == target)),
            () => Task.FromResult(service.Log)
        );
        return Number().Match(told.Text).Value;
    }

    private Task<string> FacebookComment() => new ACitizen(service).Comments();

    private Task<string> InstagramComment() => new ACitizen(service).CommentsOnInstagram();

    private async Task<string> Messenger()
    {
        var citizen = new ACitizen(service);
        await citizen.WritesInMessenger(ACitizen.Plea);
        return citizen.Id;
    }

    private async Task<string> InstagramMessage()
    {
        var citizen = new ACitizen(service);
        await citizen.WritesOnInstagram(ACitizen.Plea);
        return citizen.Id;
    }

    private async Task<string> WhatsApp()
    {
        var who = "62" + ACitizen.Next();
        await fixture.WhatsApp(who, fakes.Write(Platform.WhatsApp, who, ACitizen.Plea, TimeProvider.System.GetUtcNow()), ACitizen.Plea);
        return who;
    }

    private async Task<string> XPost()
    {
        var who = ACitizen.Next();
        var post = fakes.Write(Platform.X, who, ACitizen.Plea, TimeProvider.System.GetUtcNow());
        await fixture.Mention(who, post, ACitizen.Plea);
        return post;
    }

    private async Task<string> XMessage()
    {
        var who = ACitizen.Next();
        var message = fakes.Write(Platform.X, who, ACitizen.Plea, TimeProvider.System.GetUtcNow(), inPrivate: true);
        await fixture.DirectMessage(who, message, ACitizen.Plea);
        return who;
    }

    private Task<string> YouTubeComment() => Task.FromResult(fakes.Write(Platform.YouTube, "UC" + ACitizen.Next(), ACitizen.Plea, TimeProvider.System.GetUtcNow()));

    [GeneratedRegex(@"KMS-\d{4}-\d{6}", RegexOptions.None, 1000)]
    private static partial Regex Number();

    /// <param name="Name">Platform, and which doors are shut.</param>
    /// <param name="Asks">A citizen writes; answers the comment or user whom the ministry would answer.</param>
    /// <param name="Shut">Shuts the doors for that one.</param>
    /// <param name="Steps">What must come of the closing answer.</param>
    private sealed record Rung(string Name, Func<Task<string>> Asks, Action<string> Shut, string Steps);
}
