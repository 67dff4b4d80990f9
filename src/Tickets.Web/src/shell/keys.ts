import { useEffect, useRef } from 'react';

/** How people's keyboards call the key of the palette. */
export const paletteKey = typeof navigator !== 'undefined' && /Mac|iP/.test(navigator.platform) ? '⌘K' : 'Ctrl K';

export type Keys = Record<string, (event: KeyboardEvent) => void>;

/** True while somebody types, or a dialog is open: then letters are letters. */
export function isTyping(target: EventTarget | null): boolean {
  const element = target as HTMLElement | null;
  if (!element?.closest) return false;
  return !!element.closest('input:not([type=checkbox]), textarea, select, [contenteditable=true], [role=dialog], [role=listbox], [role=menu]');
}

/** The name of a pressed key, as people write it down: "j", "Shift+x", "Enter". */
export function nameOf(event: Pick<KeyboardEvent, 'key' | 'shiftKey'>): string {
  if (event.key.length > 1) return event.key;
  const letter = event.key.toLowerCase();
  return event.shiftKey && letter !== event.key ? `Shift+${letter}` : event.key;
}

/** Keys of a screen, while nobody types. */
export function useKeys(keys: Keys, on = true) {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    if (!on) return;
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target)) return;
      if (document.querySelector('[role=dialog]')) return;
      // A focused button keeps its own Enter and space.
      if ((event.key === 'Enter' || event.key === ' ') && (event.target as HTMLElement).closest?.('button, a, summary')) return;
      const act = latest.current[nameOf(event)];
      if (!act) return;
      event.preventDefault();
      act(event);
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [on]);
}
