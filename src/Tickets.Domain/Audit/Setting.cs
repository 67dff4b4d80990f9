namespace Tickets.Domain.Audit;

/// <summary>What administrators change, by the code that <see cref="SettingChanged.What"/> and refusals carry; the words are in Words under <c>what.</c>.</summary>
internal static class Setting
{
    public const string User = "user";
    public const string ApiKey = "api-key";
    public const string Directorate = "directorate";
    public const string Topic = "topic";
    public const string Programme = "programme";
    public const string RoutingRule = "routing-rule";
    public const string Region = "region";
    public const string Surge = "surge";
    public const string SlaPolicy = "sla-policy";
    public const string Calendar = "calendar";
    public const string Template = "template";
    public const string Delivery = "delivery";
    public const string Notice = "notice";
    public const string Channel = "channel";
    public const string Event = "event";
    public const string Session = "session";
    public const string Password = "password";
    public const string Media = "lampiran";
    public const string SavedReply = "saved-reply";
    public const string Audit = "audit";
    public const string Retention = "retention";
    public const string SavedView = "saved-view";
}

/// <summary>What was done to it, by code; the words are in Words under <c>change.</c>.</summary>
internal static class Was
{
    public const string Created = "created";
    public const string Changed = "changed";
    public const string Deleted = "deleted";
    public const string Deactivated = "deactivated";
    public const string Revoked = "revoked";
    public const string Withdrawn = "withdrawn";
    public const string Reset = "reset";
    public const string Retried = "retried";
    public const string Released = "released";
    public const string Ended = "ended";
    public const string Connected = "connected";
    public const string Subscribed = "subscribed";
    public const string Renewed = "renewed";
    public const string Proposed = "proposed";
    public const string Approved = "approved";
    public const string Rejected = "rejected";
    public const string Exported = "exported";
}
