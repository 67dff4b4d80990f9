import { useCallback, useLayoutEffect, useRef } from 'react';

/** One function for ever that does what the latest one does: whoever is handed it is not drawn anew because of it. */
export function useLatest<A extends unknown[], R>(act: (...args: A) => R): (...args: A) => R {
  const latest = useRef(act);
  useLayoutEffect(() => {
    latest.current = act;
  });
  return useCallback((...args: A) => latest.current(...args), []);
}

/** Once what was just decided is on the screen. */
export const afterPaint = (act: () => void) => requestAnimationFrame(() => setTimeout(act));
