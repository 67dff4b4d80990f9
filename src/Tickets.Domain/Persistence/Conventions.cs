using System.Text.Json;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Tickets.Domain.Persistence;

/// <summary>Instants are stored as UTC ticks: exact, comparable, sortable and subtractable on every database alike.</summary>
internal sealed class InstantConverter() : ValueConverter<DateTimeOffset, long>(v => v.UtcTicks, v => new DateTimeOffset(v, TimeSpan.Zero));

/// <summary>Durations are stored as ticks.</summary>
internal sealed class DurationConverter() : ValueConverter<TimeSpan, long>(v => v.Ticks, v => new TimeSpan(v));

/// <summary>Small immutable lists and records that are never searched by are stored as JSON text.</summary>
internal sealed class JsonColumn<T>()
    : ValueConverter<T, string>(v => JsonSerializer.Serialize(v, TicketEventNames.Json), v => JsonSerializer.Deserialize<T>(v, TicketEventNames.Json)!);

/// <summary>They are replaced, never changed in place: the reference tells.</summary>
internal sealed class JsonComparer<T>()
    : ValueComparer<T>((a, b) => ReferenceEquals(a, b), v => v == null ? 0 : System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(v), v => v);
