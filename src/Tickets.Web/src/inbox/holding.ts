/** An action that was decided and can still be taken back. */
export type Held = { id: number; label: string; run: (leaving: boolean) => Promise<void>; undone: () => void; until: number };

/**
 * Keeps decisions for ten seconds before they are carried out, so that they can be taken back whole: once a ticket is opened the citizen is told. Whoever closes the
 * page in between has decided: what is held is carried out at once.
 */
export class Holding {
  static readonly for = 10_000;

  private held: (Held & { timer: ReturnType<typeof setTimeout> })[] = [];
  private next = 1;

  constructor(
    private readonly changed: (held: readonly Held[]) => void,
    private readonly failed: (label: string, error: unknown) => void,
  ) {}

  hold(label: string, run: Held['run'], undone: Held['undone'], now = Date.now()): number {
    const id = this.next++;
    const timer = setTimeout(() => void this.carryOut(id, false), Holding.for);
    this.held.push({ id, label, run, undone, until: now + Holding.for, timer });
    this.tell();
    return id;
  }

  /** Takes back the last decision, or a certain one; says whether there was one. */
  undo(id?: number): boolean {
    const one = id === undefined ? this.held.at(-1) : this.held.find((h) => h.id === id);
    if (!one) return false;
    this.remove(one.id);
    one.undone();
    return true;
  }

  /** Carries everything out now. */
  async flush(leaving = false): Promise<void> {
    await Promise.all(this.held.map((h) => this.carryOut(h.id, leaving)));
  }

  get count(): number {
    return this.held.length;
  }

  private async carryOut(id: number, leaving: boolean): Promise<void> {
    const one = this.held.find((h) => h.id === id);
    if (!one) return;
    this.remove(id);
    try {
      await one.run(leaving);
    } catch (error) {
      one.undone();
      this.failed(one.label, error);
    }
  }

  private remove(id: number) {
    const one = this.held.find((h) => h.id === id);
    clearTimeout(one?.timer);
    this.held = this.held.filter((h) => h.id !== id);
    this.tell();
  }

  private tell() {
    this.changed(this.held.map(({ timer: _, ...h }) => h));
  }
}
