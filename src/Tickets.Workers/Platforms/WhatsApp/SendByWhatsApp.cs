using System.Text.Json;
using Microsoft.Extensions.Options;
using Tickets.Domain.Platforms;

namespace Tickets.Workers.Platforms.WhatsApp;

/// <summary>
/// Speaks on WhatsApp by the Cloud API: free words within 24 hours of the citizen's last, an approved template after that. Each message carries the notice's key,
/// which comes back with every status: WhatsApp has no list in which words could be looked for.
/// </summary>
public sealed class SendByWhatsApp(IHttpClientFactory clients, IOptionsMonitor<WhatsAppOptions> options, TimeProvider time) : IPlatformSender
{
    /// <summary>The name of its HTTP client.</summary>
    public const string ClientName = "whatsapp";

    private static readonly TimeSpan Window = TimeSpan.FromHours(24);

    // Statuses come within seconds; after this long a person must look.
    private static readonly TimeSpan StatusComesWithin = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(30);

    private readonly PlatformHttp http = new(clients, ClientName, time);

    /// <inheritdoc/>
    public Platform Platform => Platform.WhatsApp;

    /// <inheritdoc/>
    public async Task<SendOutcome> Send(OutgoingWords words, CancellationToken cancellation)
    {
        var settings = options.CurrentValue;
        if (PlatformHttp.Fault(settings.AccessToken, settings.BaseUrl) is { } fault)
            return new SendOutcome.ChannelBroken(fault);
        if (!PlatformHttp.IsId(settings.PhoneNumberId))
            return new SendOutcome.ChannelBroken("PhoneNumberId is missing");
        if (!PlatformHttp.IsId(words.TargetId))
            return new SendOutcome.Refused(RefusedBecause.Invalid, "the target is no id");
        if (words.Door is not (Door.DirectMessage or Door.Template))
            return new SendOutcome.Refused(RefusedBecause.Invalid, "WhatsApp has no comments");
        if (words.Door == Door.DirectMessage && words.AnsweredAt is { } at && http.Now - at > Window)
            return new SendOutcome.Refused(RefusedBecause.WindowClosed, "the citizen last wrote more than 24 hours ago");
        var address = $"{settings.BaseUrl.TrimEnd('/')}/{Uri.EscapeDataString(settings.PhoneNumberId!)}/messages";
        var answer = await http.Post(address, settings.AccessToken, Body(words, settings), cancellation);
        if (!answer.IsSuccess)
            return WhatsAppRefusal.Judge(answer);
        var id = answer.Body.Find("messages").Parts().FirstOrDefault().Id("id");
        return id is null ? new SendOutcome.Uncertain($"HTTP {answer.Status} without an id") : new SendOutcome.Sent(id);
    }

    /// <inheritdoc/>
    /// <remarks>A status with the notice's key settles it by itself (see the reader); here one can only wait for that.</remarks>
    public Task<Settlement> FindSent(OutgoingWords words, CancellationToken cancellation) =>
        Task.FromResult<Settlement>(
            words.FirstTriedAt is { } first && http.Now - first < StatusComesWithin
                ? new Settlement.Unknown("waits for WhatsApp's own report", LookAgain)
                : new Settlement.CannotTell("WhatsApp sent no report of these words")
        );

    /// <inheritdoc/>
    public async Task<(bool Works, string Detail)> Check(CancellationToken cancellation)
    {
        var settings = options.CurrentValue;
        if (PlatformHttp.Fault(settings.AccessToken, settings.BaseUrl) is { } fault)
            return (false, fault);
        if (!PlatformHttp.IsId(settings.PhoneNumberId))
            return (false, "PhoneNumberId is missing");
        var answer = await http.Get($"{settings.BaseUrl.TrimEnd('/')}/{Uri.EscapeDataString(settings.PhoneNumberId!)}?fields=display_phone_number,verified_name", settings.AccessToken, cancellation);
        return answer.IsSuccess ? (true, answer.Body.Text("verified_name", "display_phone_number") ?? "known") : (false, WhatsAppRefusal.Judge(answer).ToString());
    }

    private static Dictionary<string, object> Body(OutgoingWords words, WhatsAppOptions settings)
    {
        var body = new Dictionary<string, object>
        {
            ["messaging_product"] = "whatsapp",
            ["recipient_type"] = "individual",
            // Citizens without a number go by a business-scoped id, which stands elsewhere.
            [words.TargetId.All(char.IsAsciiDigit) ? "to" : "recipient"] = words.TargetId,
            ["biz_opaque_callback_data"] = words.Key,
        };
        if (words.Door == Door.Template)
        {
            body["type"] = "template";
            body["template"] = new
            {
                name = settings.Template,
                language = new { code = settings.TemplateLanguage },
                components = new[] { new { type = "body", parameters = (words.Parameters ?? []).Select(p => new { type = "text", text = p }).ToArray() } },
            };
        }
        else
        {
            body["type"] = "text";
            body["text"] = new { body = words.Text, preview_url = false };
        }

        return body;
    }
}

/// <summary>
/// What a refusal of the Cloud API means for the words it refused (developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes). Details name codes only: its
/// sentences quote numbers of citizens.
/// </summary>
internal static class WhatsAppRefusal
{
    public static SendOutcome Judge(PlatformAnswer answer)
    {
        if (answer.WhenLost is { } lost)
            return lost;
        var error = answer.Body.ValueKind == JsonValueKind.Object ? answer.Body.Find("error") : default;
        if (error.ValueKind != JsonValueKind.Object)
            return answer.WithoutReason();
        var code = error.Count("code") ?? 0;
        var detail = $"WhatsApp {code} (HTTP {answer.Status})";

        SendOutcome Refused(RefusedBecause because) => new SendOutcome.Refused(because, detail);

        return code switch
        {
            131047 => Refused(RefusedBecause.WindowClosed),
            // Not on WhatsApp, has not taken its terms, stopped our messages, or is part of one of its experiments.
            131026 or 131050 or 130472 or 131021 or 131030 => Refused(RefusedBecause.RecipientUnreachable),
            // Too many to this one citizen in a short time.
            131056 => new SendOutcome.Delayed(detail, answer.RetryAfter ?? TimeSpan.FromMinutes(1), WholeChannel: false),
            4 or 80007 or 130429 or 131048 or 133016 => new SendOutcome.Delayed(detail, answer.RetryAfter, WholeChannel: true),
            131000 or 131016 or 131057 or 133004 or 1 or 2 => new SendOutcome.Delayed(detail, answer.RetryAfter, WholeChannel: false),
            0 or 3 or 10 or 190 or 368 or 131005 or 131031 or 131042 or 131045 or 133010 or 130497 or (>= 200 and <= 299) => new SendOutcome.ChannelBroken(detail),
            132005 => Refused(RefusedBecause.TooLong),
            // Templates: missing, paused, of another form.
            >= 132000 and <= 132999 => Refused(RefusedBecause.Invalid),
            _ when answer.Status is 429 => new SendOutcome.Delayed(detail, answer.RetryAfter, WholeChannel: true),
            _ when answer.Status is >= 500 => new SendOutcome.Delayed(detail, answer.RetryAfter, WholeChannel: false),
            _ when error.Text("message") is { } said && said.Contains("must be at most", StringComparison.OrdinalIgnoreCase) => Refused(RefusedBecause.TooLong),
            _ => Refused(RefusedBecause.Invalid),
        };
    }
}
