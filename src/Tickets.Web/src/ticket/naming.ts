/** A colleague who can be named in a note. */
export type Named = { login: string; name: string; directorate: string | null };

// As the service reads it: what stands in the middle of a word names nobody.
const mention = /(?<![A-Za-z0-9._@-])@([a-z0-9][a-z0-9._-]{1,63})/g;

/** A text cut into plain words and the people that it names. */
export function parts(text: string, people: readonly Named[]): (string | Named)[] {
  const found: (string | Named)[] = [];
  let last = 0;
  for (const match of text.matchAll(mention)) {
    const whole = match[1]!;
    const person = people.find((p) => p.login === whole) ?? people.find((p) => p.login === whole.replace(/[._-]+$/, ''));
    if (!person) continue;
    if (match.index > last) found.push(text.slice(last, match.index));
    found.push(person);
    last = match.index + 1 + person.login.length;
  }
  if (last < text.length) found.push(text.slice(last));
  return found;
}

/** The name that is being typed at the cursor: where its @ stands and what follows it; null when none is. */
export function typing(text: string, cursor: number): { at: number; sought: string } | null {
  const match = /(?:^|[^A-Za-z0-9._@-])@([\p{L}\p{N}._-]{0,30}(?: [\p{L}\p{N}._-]{1,30})?)$/u.exec(text.slice(0, cursor));
  return match ? { at: cursor - match[1]!.length - 1, sought: match[1]!.toLowerCase() } : null;
}

/** Whom it may mean, those whose name or login begins so first. */
export function meant(sought: string, people: readonly Named[], most = 8): Named[] {
  const begins = (p: Named) => p.login.startsWith(sought) || p.name.toLowerCase().startsWith(sought) || p.name.toLowerCase().split(' ').some((word) => word.startsWith(sought));
  const holds = (p: Named) => p.login.includes(sought) || p.name.toLowerCase().includes(sought);
  return [...people.filter(begins), ...people.filter((p) => !begins(p) && holds(p))].slice(0, most);
}
