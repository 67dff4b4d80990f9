using System.Numerics;

namespace Tickets.Domain.Understanding;

/// <summary>The hash under which a model knows what it reads. It is part of the model's format: changed, every model has to be trained anew.</summary>
internal static class Hashing
{
    /// <summary>Seed of words of the lexicons.</summary>
    public const uint Words = 0x9E3779B1;

    /// <summary>Seed of words as they were written.</summary>
    public const uint Surfaces = 0x85EBCA6B;

    /// <summary>Seed of stretches of letters.</summary>
    public const uint Pieces = 0xC2B2AE35;

    /// <summary>Seed of names after an at sign.</summary>
    public const uint Handles = 0x27D4EB2F;

    /// <summary>Seed of two words in a row.</summary>
    public const uint Twos = 0x165667B1;

    /// <summary>Seed of two words with one between them.</summary>
    public const uint Gaps = 0xD3A2646C;

    /// <summary>FNV-1a over UTF-16 code units from a seed, its bits mixed at the end.</summary>
    public static uint Of(ReadOnlySpan<char> text, uint seed)
    {
        var hash = seed ^ 2166136261;
        foreach (var c in text) hash = (hash ^ c) * 16777619;
        return Mix(hash);
    }

    /// <summary>One hash of two, their order kept.</summary>
    public static uint Of(uint first, uint second, uint seed) => Mix(BitOperations.RotateLeft(first, 11) ^ (second * 0x9E3779B1) ^ seed);

    private static uint Mix(uint hash)
    {
        hash ^= hash >> 16;
        hash *= 0x7FEB352D;
        hash ^= hash >> 15;
        hash *= 0x846CA68B;
        return hash ^ (hash >> 16);
    }
}
