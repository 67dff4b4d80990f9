using System.Globalization;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using QRCoder;
using Tickets.Domain;
using Tickets.Domain.Intake;
using Tickets.Domain.Media;
using Tickets.Domain.Words;

namespace Tickets.Api.Citizen;

/// <summary>Where a citizen reports without any account: server-rendered, without script.</summary>
// The token is checked below: whose telephone forgot the page's cookie while they wrote gets their words back, and no bare 400.
[IgnoreAntiforgeryToken]
[RequestSizeLimit(MostBytes)]
[RequestFormLimits(MultipartBodyLengthLimit = MostBytes, ValueCountLimit = 50)]
public sealed class LaporModel(IMediator mediator, IAntiforgery forgery, IValidator<ReportByForm> shape, KeepMedia media, TicketsSettings settings, TimeProvider time) : PageModel
{
    /// <summary>The largest form that is read: its files, and what is written around them.</summary>
    public const long MostBytes = 3 * (5 << 20) + (256 << 10);

    /// <summary>Random, made with the form: sending it twice is once.</summary>
    [BindProperty]
    public Guid Form { get; set; }

    /// <summary>As they call themselves.</summary>
    [BindProperty]
    public string? Name { get; set; }

    /// <summary>Telephone or e-mail; may be left out.</summary>
    [BindProperty]
    public string? Contact { get; set; }

    /// <summary>Where they live; may be left out.</summary>
    [BindProperty]
    public string? Region { get; set; }

    /// <summary>What it is about.</summary>
    [BindProperty]
    public string? Text { get; set; }

    /// <summary>Photographs and papers; may be left out.</summary>
    [BindProperty]
    public IReadOnlyList<IFormFile> Files { get; set; } = [];

    /// <summary>They agree to what happens with their data.</summary>
    [BindProperty]
    public bool Agree { get; set; }

    /// <summary>No person sees this field: whoever fills it in is a machine.</summary>
    [BindProperty]
    public string? Website { get; set; }

    /// <summary>What they are to write down, once it is reported.</summary>
    public ReportedTicket? Reported { get; private set; }

    /// <summary>What is to be mended first, in words.</summary>
    public string? Wrong { get; private set; }

    /// <summary>id or en.</summary>
    public string Language { get; private set; } = "id";

    /// <summary>The lookup page with number and code.</summary>
    public string Lookup => $"/lacak?nomor={Uri.EscapeDataString(Reported!.Number)}&kode={Uri.EscapeDataString(Reported.Code)}";

    /// <summary>The same for a telephone's camera, as SVG.</summary>
    public string Qr
    {
        get
        {
            using var made = QRCodeGenerator.GenerateQrCode(new Uri(settings.PublicUrl ?? new Uri($"{Request.Scheme}://{Request.Host}"), Lookup).ToString(), QRCodeGenerator.ECCLevel.L);
            using var svg = new SvgQRCode(made);
            return svg.GetGraphic(4);
        }
    }

    /// <summary>Shows the form.</summary>
    public void OnGet(string? lang)
    {
        Begin(lang);
        Form = Guid.CreateVersion7();
    }

    /// <summary>Takes the report in, or says what is missing; what was typed stays.</summary>
    public async Task OnPost(string? lang, CancellationToken cancellation)
    {
        Begin(lang);
        if (Form == Guid.Empty)
            Form = Guid.CreateVersion7();
        if (!await forgery.IsRequestValidAsync(HttpContext))
        {
            Wrong = Say("wrong.again");
            return;
        }

        // A machine is told nothing it could learn from.
        if (!string.IsNullOrEmpty(Website))
        {
            Wrong = Say("wrong.text");
            return;
        }

        if (!Agree)
        {
            Wrong = Say("wrong.agree");
            return;
        }

        var report = new ReportByForm(Form, Name ?? "", Contact, Region, Text ?? "", time.GetUtcNow());
        if (await shape.ValidateAsync(report, cancellation) is { IsValid: false } wrong)
        {
            Wrong = Say(wrong.Errors.Exists(e => e.PropertyName == nameof(ReportByForm.Name)) ? "wrong.name" : "wrong.text") + (Files.Count > 0 ? " " + Say("wrong.filesAgain") : "");
            return;
        }

        if (await Keep(cancellation) is { } files)
            Reported = await mediator.Send(report with { Files = files }, cancellation);
    }

    // Null with Wrong set for what is not taken.
    private async Task<IReadOnlyList<KeptMedia>?> Keep(CancellationToken cancellation)
    {
        var (rules, kept) = (MediaRules.Form, new List<KeptMedia>());
        if (Files.Count > rules.Files)
        {
            Wrong = Say("wrong.files");
            return null;
        }

        foreach (var file in Files)
            try
            {
                await using var content = file.OpenReadStream();
                kept.Add(await media.Keep(content, file.FileName, rules, cancellation));
            }
            catch (RefusedException refused)
            {
                var why = Sentences.Say(Language, "refusal." + refused.Refusal).Split('|')[^1];
                Wrong = Sentences.Say(Language, "lapor.wrong.file", new Dictionary<string, string> { ["name"] = file.FileName, ["why"] = Sentences.Fill(why, refused.Facts) });
                return null;
            }

        return kept;
    }

    /// <summary>A sentence of this page.</summary>
    public string Say(string key) => Sentences.Say(Language, "lapor." + key, Limits);

    private static readonly Dictionary<string, string> Limits = new()
    {
        ["files"] = MediaRules.Form.Files.ToString(CultureInfo.InvariantCulture),
        ["most"] = (MediaRules.Form.Most >> 20).ToString(CultureInfo.InvariantCulture),
    };

    private void Begin(string? lang)
    {
        Language = lang == "en" ? "en" : "id";
        CitizenPages.Protect(Response);
    }
}

/// <summary>What all pages for citizens have in common.</summary>
internal static class CitizenPages
{
    /// <summary>Nothing but our own style sheet and forms; nobody else learns or keeps what stands in the address.</summary>
    public static void Protect(HttpResponse response)
    {
        // As the form's token wants it too: any other word is replaced, with a warning in the log for each who asks for the form.
        response.Headers.CacheControl = "no-cache, no-store";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    }
}
