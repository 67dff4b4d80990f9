export type Piece = { kind: 'same' | 'gone' | 'new'; text: string };

/** What became of a text, word by word: what stayed, what went and what came, in reading order. */
export function difference(before: string, after: string): Piece[] {
  const [a, b] = [words(before), words(after)];
  // Longest common run of words; texts of outgoing words are short.
  const length = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) for (let j = b.length - 1; j >= 0; j--) length[i]![j] = a[i] === b[j] ? length[i + 1]![j + 1]! + 1 : Math.max(length[i + 1]![j]!, length[i]![j + 1]!);
  const pieces: Piece[] = [];
  const add = (kind: Piece['kind'], text: string) => {
    const last = pieces.at(-1);
    if (last?.kind === kind) last.text += text;
    else pieces.push({ kind, text });
  };
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      add('same', a[i++]!);
      j++;
    } else if (i < a.length && (j >= b.length || length[i + 1]![j]! >= length[i]![j + 1]!)) add('gone', a[i++]!);
    else add('new', b[j++]!);
  }
  return pieces;
}

// A placeholder is one word, so that {nomor} never becomes half another.
const words = (text: string) => text.match(/\{[^{}]*\}|\s+|[^\s{]+|\{/g) ?? [];
