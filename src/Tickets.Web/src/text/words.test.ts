import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import en from './en.json';
import id from './id.json';

const flat = (words: object, before = ''): [string, string][] => Object.entries(words).flatMap(([k, v]) => (typeof v === 'string' ? [[before + k, v] as [string, string]] : flat(v as object, `${before}${k}.`)));
const facts = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((m) => m[1]).sort();
const files = (folder: string): string[] => readdirSync(folder, { withFileTypes: true }).flatMap((f) => (f.isDirectory() ? files(join(folder, f.name)) : [join(folder, f.name)]));

describe('words', () => {
  const indonesian = new Map(flat(id));
  const english = new Map(flat(en));

  it('are in both languages', () => expect([...indonesian.keys()].sort()).toEqual([...english.keys()].sort()));

  it('tell the same facts', () => expect([...indonesian].filter(([k, v]) => facts(v).join() !== facts(english.get(k)!).join()).map(([k]) => k)).toEqual([]));

  it('are there for whatever the screens say', () => {
    const sources = files(new URL('..', import.meta.url).pathname).filter((f) => /\.tsx?$/.test(f) && !f.includes('.test.')).map((f) => readFileSync(f, 'utf8'));
    const said = sources.flatMap((s) => [...s.matchAll(/\bt\(\s*'([a-zA-Z][\w.-]+)'/g)].map((m) => m[1]!));
    expect([...new Set(said)].filter((k) => !indonesian.has(k) && !indonesian.has(`${k}_other`))).toEqual([]);
  });
});
