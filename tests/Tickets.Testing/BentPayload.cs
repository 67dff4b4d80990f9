using System.Text;
using System.Text.Json.Nodes;

namespace Tickets.Testing;

/// <summary>Bends deliveries in every way that a platform, a gateway or an attacker bends them; the random numbers' seed makes a failure repeatable.</summary>
public static class BentPayload
{
    /// <summary>The same, bent: types swapped, fields gone, numbers as strings, huge, deep, or bytes changed.</summary>
    public static byte[] Of(byte[] original, Random random)
    {
        if (random.Next(10) == 0)
            return BendBytes(original, random);
        var root = JsonNode.Parse(original)!;
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var places = Places(root).ToList();
            if (places.Count > 0)
                places[random.Next(places.Count)](Other(random));
        }

        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }

    /// <summary>Each place in the document, as a way to put something else there; null takes it away.</summary>
    private static IEnumerable<Action<JsonNode?>> Places(JsonNode node)
    {
        if (node is JsonObject named)
        {
            foreach (var (name, value) in named.ToList())
            {
                yield return other => named[name] = other;
                yield return _ => named.Remove(name);
                if (value is not null)
                {
                    yield return _ => named[name] = AsOtherType(value);
                    yield return _ => named[name] = new JsonArray(value.DeepClone(), value.DeepClone());
                    foreach (var place in Places(value))
                        yield return place;
                }
            }
        }
        else if (node is JsonArray list)
        {
            for (var i = 0; i < list.Count; i++)
            {
                var index = i;
                yield return other =>
                {
                    if (index < list.Count)
                        list[index] = other;
                };
                yield return _ => list.Add(list[0]?.DeepClone());
                if (list[index] is { } value)
                {
                    foreach (var place in Places(value))
                        yield return place;
                }
            }
        }
    }

    private static JsonNode? AsOtherType(JsonNode value) =>
        value switch
        {
            JsonValue text when text.TryGetValue<string>(out var written) => long.TryParse(written, out var number) ? number : new JsonArray(written),
            JsonValue number => number.ToJsonString(),
            JsonArray { Count: > 0 } list => list[0]?.DeepClone(),
            _ => value.ToJsonString(),
        };

    private static JsonNode? Other(Random random) =>
        random.Next(14) switch
        {
            0 => null,
            1 => "",
            2 => " ",
            3 => 0,
            4 => -1.5e300,
            5 => long.MaxValue,
            6 => true,
            7 => new JsonArray(),
            8 => new JsonObject(),
            9 => new string('9', 100_00),
            10 => "\0\u202e<b>'; --",
            11 => Nest(random.Next(1, 80)),
            12 => new JsonObject { ["id"] = new JsonObject { ["id"] = 1 }, ["mid"] = new JsonArray(1), ["type"] = 7, ["url"] = false },
            _ => "remove",
        };

    private static JsonNode Nest(int depth)
    {
        JsonNode nest = new JsonObject();
        for (; depth > 0; depth--)
            nest = depth % 2 == 0 ? new JsonArray(nest) : new JsonObject { ["message"] = nest };
        return nest;
    }

    private static byte[] BendBytes(byte[] original, Random random)
    {
        var bytes = original.ToArray();
        for (var times = random.Next(1, 6); times > 0; times--)
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return random.Next(3) == 0 ? bytes[..random.Next(bytes.Length)] : bytes;
    }
}
