import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Holding } from './holding';

describe('a decision can be taken back for ten seconds', () => {
  const failed = vi.fn();
  let holding: Holding;
  beforeEach(() => {
    vi.useFakeTimers();
    failed.mockReset();
    holding = new Holding(() => undefined, failed);
  });
  afterEach(() => void vi.useRealTimers());

  it('is carried out after ten seconds and not before', async () => {
    const run = vi.fn(async () => undefined);
    holding.hold('ticket', run, () => undefined);
    await vi.advanceTimersByTimeAsync(9_900);
    expect(run).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(200);
    expect(run).toHaveBeenCalledExactlyOnceWith(false);
    expect(holding.count).toBe(0);
  });

  it('is never carried out once it was taken back, and the row returns', async () => {
    const run = vi.fn(async () => undefined);
    const back = vi.fn();
    holding.hold('dismissed', run, back);
    expect(holding.undo()).toBe(true);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(run).not.toHaveBeenCalled();
    expect(back).toHaveBeenCalledOnce();
    expect(holding.undo()).toBe(false);
  });

  it('takes back the last one first', () => {
    const backs: string[] = [];
    for (const one of ['a', 'b', 'c']) holding.hold(one, async () => undefined, () => void backs.push(one));
    holding.undo();
    holding.undo();
    expect(backs).toEqual(['c', 'b']);
    expect(holding.count).toBe(1);
  });

  it('is carried out at once, and once, when somebody leaves the page', async () => {
    const run = vi.fn(async () => undefined);
    holding.hold('ticket', run, () => undefined);
    await holding.flush(true);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(run).toHaveBeenCalledExactlyOnceWith(true);
  });

  it('brings the row back and says why when the service refuses', async () => {
    const back = vi.fn();
    holding.hold('ticket', () => Promise.reject(new Error('refused')), back);
    await vi.advanceTimersByTimeAsync(10_100);
    expect(back).toHaveBeenCalledOnce();
    expect(failed).toHaveBeenCalledWith('ticket', expect.any(Error));
  });
});
