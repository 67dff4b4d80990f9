using System.Text.Json;
using System.Text.RegularExpressions;
using FluentValidation;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain;
using Tickets.Domain.Persistence;
using Tickets.Domain.Words;
using Tickets.Domain.WorkingTime;

namespace Tickets.Api.Access;

/// <summary>
/// Every error as problem details (RFC 9457), in the reader's language, with <c>refusal</c> naming the reason. What went wrong inside stays inside.
/// </summary>
internal static partial class Problems
{
    /// <summary>Turns exceptions into problems.</summary>
    public static Task Handle(HttpContext http) => Answer(http, http.Features.Get<IExceptionHandlerFeature>()?.Error);

    /// <summary>Turns one exception into a problem; without one, into that of an unknown fault.</summary>
    public static async Task Answer(HttpContext http, Exception? error)
    {
        switch (error)
        {
            case RefusedException refused:
                await Write(http, StatusOf(refused.Refusal), refused.Refusal.ToString(), refused.Facts);
                break;
            case CalendarRefused refused:
                await Write(
                    http,
                    StatusCodes.Status400BadRequest,
                    refused.Reason.ToString(),
                    detail: Language(http) == "en" ? refused.Detail : refused.DetailInIndonesian,
                    sentence: nameof(Refusal.Invalid)
                );
                break;
            case ValidationException invalid:
                await Write(
                    http,
                    StatusCodes.Status400BadRequest,
                    nameof(Refusal.Invalid),
                    detail: string.Join(" ", invalid.Errors.Select(e => WhatIsWrong.Of(e, Language(http))).Distinct()),
                    errors: invalid.Errors.GroupBy(e => JsonNamingPolicy.CamelCase.ConvertName(e.PropertyName)).ToDictionary(g => g.Key, g => g.Select(e => WhatIsWrong.Of(e, Language(http))).ToArray())
                );
                break;
            case BadHttpRequestException bad:
                if (bad.StatusCode == StatusCodes.Status413PayloadTooLarge)
                    await TooLarge(http);
                else
                    await Write(http, bad.StatusCode, nameof(Refusal.Invalid), Plain(bad));
                break;
            case InvalidOperationException or ArgumentException or NotSupportedException when IsInNoKnownWriting(http.Request):
                await Write(http, StatusCodes.Status415UnsupportedMediaType, nameof(Refusal.Invalid), new Dictionary<string, string> { ["detail"] = "request.type" });
                break;
            case DbUpdateConcurrencyException:
                await Write(http, StatusCodes.Status409Conflict, nameof(Refusal.SomebodyWasFaster));
                break;
            case DbUpdateException twin when Faults.IsTwin(twin):
                await Write(http, StatusOf(Refusal.EnteredTwice), nameof(Refusal.EnteredTwice));
                break;
            case OperationCanceledException when http.RequestAborted.IsCancellationRequested:
                http.Response.StatusCode = 499;
                break;
            default:
                if (error is not null)
                    Unexpected(http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(Problems)), Faults.ForTheLog(error));
                await Write(http, StatusCodes.Status500InternalServerError, "Internal");
                break;
        }
    }

    /// <summary>
    /// More than is taken. Many clients write all they have before they listen: what they declared is read and thrown away, up to 8 MiB and for ten seconds, so that
    /// they hear the answer. Beyond that the connection is cut off.
    /// </summary>
    public static async Task TooLarge(HttpContext http)
    {
        await ThrowAway(http, 8 << 20);
        await Write(http, StatusCodes.Status413PayloadTooLarge, "TooLarge");
    }

    /// <summary>Reads what was declared and keeps nothing of it, for ten seconds at most; nothing when more was declared.</summary>
    /// <param name="http">Whose body it is.</param>
    /// <param name="most">Bytes.</param>
    public static async Task ThrowAway(HttpContext http, long most)
    {
        if (http.Request.ContentLength is not { } declared || declared > most || http.Features.Get<IHttpMaxRequestBodySizeFeature>() is not { IsReadOnly: false } limit)
            return;
        limit.MaxRequestBodySize = most;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        patience.CancelAfter(TimeSpan.FromSeconds(10));
        var some = System.Buffers.ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            while (await http.Request.Body.ReadAsync(some, patience.Token) > 0) { }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // Whoever stops writing hears the answer or is gone.
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(some);
        }
    }

    /// <summary>For statuses that no code wrote a body for: 404 of an unknown path, 405, 415.</summary>
    public static Task HandleStatus(HttpContext http) =>
        http.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => Write(http, StatusCodes.Status404NotFound, nameof(Refusal.NotFound)),
            StatusCodes.Status413PayloadTooLarge => TooLarge(http),
            StatusCodes.Status415UnsupportedMediaType => Write(http, StatusCodes.Status415UnsupportedMediaType, "Http415"),
            var other => Write(http, other, "Http" + other),
        };

    /// <summary>Writes one.</summary>
    public static Task Write(
        HttpContext http,
        int status,
        string name,
        IReadOnlyDictionary<string, string>? facts = null,
        string? detail = null,
        IDictionary<string, string[]>? errors = null,
        string? sentence = null
    )
    {
        if (http.Response.HasStarted)
            return Task.CompletedTask;
        var language = Language(http);
        var filled = new Dictionary<string, string>(facts ?? new Dictionary<string, string>());
        if (detail is not null)
            filled["detail"] = detail;
        // Inside the service a status has its code name; people read its word.
        if (filled.TryGetValue("status", out var code))
            filled["status"] = Sentences.Say(language, "status." + code);
        // What things are is told by code too; the word comes here.
        if (filled.TryGetValue("what", out var what))
            filled["what"] = Sentences.Find(language, "what." + what) ?? string.Join(", ", what.Split(", ").Select(w => Sentences.Find(language, "personal." + w) ?? w));
        foreach (var named in (string[])["move", "clock"])
            if (filled.TryGetValue(named, out var called))
                filled[named] = Sentences.Find(language, $"{named}.{called}") ?? called;
        if (name == nameof(Refusal.NotFound) && !filled.ContainsKey("what"))
            (filled["what"], filled["key"]) = (language == "en" ? "The address" : "Alamat", http.ToldPath());
        var said = Sentences.Say(language, "refusal." + (sentence ?? name));
        var known = said.Contains('|', StringComparison.Ordinal);
        var parts = (known ? said : Sentences.Say(language, "refusal.Http")).Split('|', 2);
        // A detail of ours is the key of a sentence; anything else is told as it is.
        if (filled.TryGetValue("detail", out var told))
            filled["detail"] = Sentences.Say(language, told, filled);
        var problem = new ProblemDetails
        {
            Type = "urn:tickets:refusal:" + name,
            Title = Sentences.Fill(parts[0], filled),
            Detail = Sentences.Fill(parts[1], filled),
            Status = status,
            Instance = http.ToldPath(),
        };
        problem.Extensions["refusal"] = name;
        problem.Extensions["traceId"] = System.Diagnostics.Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;
        if (errors is not null)
            problem.Extensions["errors"] = errors;
        http.Response.StatusCode = status;
        return http.Response.WriteAsJsonAsync(problem, options: null, contentType: "application/problem+json", http.RequestAborted);
    }

    /// <summary>id unless the reader prefers English.</summary>
    public static string Language(HttpContext http) => http.Request.GetTypedHeaders().AcceptLanguage is { Count: > 0 } wanted && wanted.OrderByDescending(l => l.Quality ?? 1).First().Value.StartsWith("en", StringComparison.OrdinalIgnoreCase) ? "en" : "id";

    private static int StatusOf(Refusal refusal) =>
        refusal switch
        {
            Refusal.NotFound => StatusCodes.Status404NotFound,
            Refusal.NotAllowed => StatusCodes.Status403Forbidden,
            Refusal.Invalid
            or Refusal.PersonalDataInPublic
            or Refusal.WordsTooLong
            or Refusal.UnknownReference
            or Refusal.OfficerNeedsDirectorate
            or Refusal.ClockPromisedTwice
            or Refusal.PromiseWithoutTime
            or Refusal.RungNotUnderstood
            or Refusal.RungTwice
            or Refusal.AbsenceNotPossible
            or Refusal.MentionedCannotSee
            or Refusal.TooManyMentioned
            or Refusal.MediaTooLarge
            or Refusal.MediaNotTaken
            or Refusal.PlaceholderMissing
            or Refusal.PlaceholderUnknown => StatusCodes.Status400BadRequest,
            Refusal.MoveNotAllowed
            or Refusal.SomebodyWasFaster
            or Refusal.TicketWasMerged
            or Refusal.MergeIntoItself
            or Refusal.MergeTargetEnded
            or Refusal.MergeTargetResolved
            or Refusal.DifferentCitizens
            or Refusal.AlreadyThere
            or Refusal.OfficerOfAnotherDirectorate
            or Refusal.OfficerNotActive
            or Refusal.ConversationHasTicket
            or Refusal.ConversationNotWaiting
            or Refusal.NoPrivateDoor
            or Refusal.NoPublicThread
            or Refusal.CannotBeHidden
            or Refusal.NoticeNotFailed
            or Refusal.PartBeforeNotSent
            or Refusal.NoConsentPage
            or Refusal.ConnectionEnded
            or Refusal.MediaNotFailed
            or Refusal.DeliveryNotFailed
            or Refusal.InUse
            or Refusal.AlreadyExists
            or Refusal.EnteredTwice
            or Refusal.LastAdministrator
            or Refusal.NothingChanges
            or Refusal.SomebodyAnswers
            or Refusal.AlreadyRated
            or Refusal.OnlyForPeople
            or Refusal.NothingToApprove
            or Refusal.NeedsSecondPerson
            or Refusal.TooManyKept
            or Refusal.MustRemain => StatusCodes.Status409Conflict,
        };

    // The framework looks the name of the writing up and throws what it finds there.
    private static bool IsInNoKnownWriting(HttpRequest request)
    {
        if (request.GetTypedHeaders().ContentType?.Charset is not { HasValue: true } name)
            return false;
        try
        {
            System.Text.Encoding.GetEncoding(name.Value.Trim('"'));
            return false;
        }
        catch (Exception unknown) when (unknown is ArgumentException or NotSupportedException)
        {
            return true;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A request failed unexpectedly")]
    private static partial void Unexpected(ILogger logger, Exception problem);

    // The framework's message is English and speaks of types; of it only the parameter's name is told. What lies below it may quote the body and stays inside.
    private static Dictionary<string, string> Plain(BadHttpRequestException bad)
    {
        if (bad.InnerException is JsonException json)
            return json.Path is null or "$" ? new() { ["detail"] = "request.json" } : new() { ["detail"] = "request.jsonAt", ["path"] = json.Path };
        if (bad.StatusCode == StatusCodes.Status415UnsupportedMediaType)
            return new() { ["detail"] = "request.type" };
        if (bad.Message.Contains("body", StringComparison.OrdinalIgnoreCase) && !bad.Message.StartsWith("Failed to bind", StringComparison.Ordinal))
            return new() { ["detail"] = "request.body" };
        return Parameter().Match(bad.Message) is { Success: true } parameter
            ? new() { ["detail"] = bad.Message.StartsWith("Required", StringComparison.Ordinal) ? "request.missing" : "request.parameter", ["name"] = parameter.Groups["name"].Value }
            : new() { ["detail"] = "request.other" };
    }

    [GeneratedRegex(@"parameter ""[^""]*?(?<name>\w+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Parameter();
}
