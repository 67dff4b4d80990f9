import { describe, expect, it } from 'vitest';
import { bandOf, headed, latestFirst, merge, mostPressingFirst, patched, topicOf, type Item } from './order';

const item = (id: number, more: Partial<Item> = {}) => ({ id, preview: `p${id}`, needsHelp: 0.7, urgent: false, ...more }) as Item;
const ids = (items: Item[]) => items.map((i) => i.id);

describe('nothing jumps under somebody who reads', () => {
  it('lets a new row that belongs above wait', () => {
    expect(ids(merge([item(1), item(2)], [item(9), item(1), item(2)], null))).toEqual([1, 2]);
  });

  it('lets rows that were decided elsewhere leave, but not the open one', () => {
    expect(ids(merge([item(1), item(2), item(3)], [item(3)], 2))).toEqual([2, 3]);
  });

  it('changes what a row says where it stands', () => {
    expect(merge([item(1), item(2)], [item(2), item(1, { preview: 'anew' })], null)[0]!.preview).toBe('anew');
  });

  it('adds what a further page brings below', () => {
    expect(ids(merge([item(1), item(2)], [item(1), item(2), item(3), item(4)], null))).toEqual([1, 2, 3, 4]);
  });

  it('shows everything when nothing was shown', () => {
    expect(ids(merge([], [item(1)], null))).toEqual([1]);
  });
});

describe('bands', () => {
  it('puts danger first only when somebody asks for help', () => {
    expect(bandOf({ urgent: true, needsHelp: 0.9 })).toBe('urgent');
    expect(bandOf({ urgent: true, needsHelp: 0.2 })).toBe('rest');
    expect(bandOf({ urgent: false, needsHelp: 0.5 })).toBe('help');
  });
});

describe('what changed is put where it belongs, and nothing else is asked for', () => {
  const since = (id: number, minute: number, more: Partial<Item> = {}) => item(id, { waitingSince: `2026-11-24T08:${String(minute).padStart(2, '0')}:00Z`, ...more });
  const pages = (next: string | null = 'more') => [
    { items: [since(1, 1, { urgent: true }), since(2, 2)], next: 'b' },
    { items: [since(3, 3), since(4, 10)], next },
  ];
  const rows = (some: { items: Item[] }[]) => ids(some.flatMap((p) => p.items));

  it('takes out what was decided elsewhere', () => {
    expect(rows(patched(pages(), [2], [], mostPressingFirst))).toEqual([1, 3, 4]);
  });

  it('puts a new one where the service would', () => {
    expect(rows(patched(pages(), [9], [since(9, 2, { urgent: true })], mostPressingFirst))).toEqual([1, 9, 2, 3, 4]);
    expect(rows(patched(pages(), [9], [since(9, 5)], mostPressingFirst))).toEqual([1, 2, 3, 9, 4]);
  });

  it('moves one that became pressing', () => {
    expect(rows(patched(pages(), [4], [since(4, 10, { urgent: true })], mostPressingFirst))).toEqual([1, 4, 2, 3]);
  });

  it('leaves what belongs behind the last page to the next', () => {
    expect(rows(patched(pages(), [9], [since(9, 30)], mostPressingFirst))).toEqual([1, 2, 3, 4]);
    expect(rows(patched(pages(null), [9], [since(9, 30)], mostPressingFirst))).toEqual([1, 2, 3, 4, 9]);
  });

  it('knows where the next page begins whatever left', () => {
    expect(patched(pages(), [3, 4], [], mostPressingFirst).at(-1)!.next).toBe('more');
    expect(patched(pages(), [1, 2, 3, 4], [], mostPressingFirst)).toHaveLength(2);
  });

  it('takes a first page that was read anew for what ranks before its end', () => {
    const head = { items: [since(7, 0, { urgent: true }), since(2, 2)], next: 'b' };
    expect(rows(headed(pages(), head, mostPressingFirst))).toEqual([7, 2, 3, 4]);
    expect(rows(headed(pages(), { items: [since(4, 10)], next: null }, mostPressingFirst))).toEqual([4]);
  });

  it('has the latest first among those that were decided', () => {
    const said = (id: number, minute: number) => item(id, { lastMessageAt: `2026-11-24T08:${minute}:00Z` });
    expect(rows(patched([{ items: [said(1, 30), said(2, 20)], next: null }], [3], [said(3, 25)], latestFirst))).toEqual([1, 3, 2]);
  });
});

describe('a topic', () => {
  const thanks = { needsHelp: 0.03, topic: 'corruption', topicConfidence: 0.31 };

  it('is not guessed of a thank-you', () => expect(topicOf(thanks)).toBeNull());
  it('that is unclear is none, however sure', () => expect(topicOf({ needsHelp: 0.17, topic: 'unclear', topicConfidence: 0.83 })).toBeNull());
  it('is told of a plea, however sure', () => expect(topicOf({ ...thanks, needsHelp: 0.5 })).toBe('corruption'));
  it('is told of a question that plainly names it', () => expect(topicOf({ needsHelp: 0.2, topic: 'pkh', topicConfidence: 0.97 })).toBe('pkh'));
});
