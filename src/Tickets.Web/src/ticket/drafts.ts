import { useCallback, useEffect, useState } from 'react';

const days = 14 * 86_400_000;

/** What was written and not sent yet: it survives a closed tab, and is forgotten after two weeks. */
export function useDraft(key: string): [string, (text: string) => void, () => void] {
  const place = `draft:${key}`;
  const [text, setText] = useState(() => read(place));
  useEffect(() => setText(read(place)), [place]);
  const write = useCallback(
    (value: string) => {
      setText(value);
      if (value) localStorage.setItem(place, JSON.stringify({ text: value, at: Date.now() }));
      else localStorage.removeItem(place);
    },
    [place],
  );
  return [text, write, () => write('')];
}

/** It was sent, from a field that shows something else by now. */
export const forget = (key: string) => localStorage.removeItem(`draft:${key}`);

export function read(place: string, now = Date.now()): string {
  try {
    const kept = JSON.parse(localStorage.getItem(place) ?? 'null') as { text: string; at: number } | null;
    if (!kept) return '';
    if (now - kept.at < days) return kept.text;
    localStorage.removeItem(place);
  } catch {
    localStorage.removeItem(place);
  }
  return '';
}

/** A saved reply with what is known filled in; what is not stays to be seen. */
export const fill = (text: string, facts: Record<string, string | null | undefined>) => text.replace(/\{(\w+)\}/g, (whole, name: string) => facts[name] ?? whole);

/** How long a text is as the platform counts. */
export const lengthOf = (text: string, inBytes: boolean) => (inBytes ? new TextEncoder().encode(text).length : text.length);
