/** What the first screen asks for is on its way for so long; nothing else is to come between. Milliseconds. */
const firstScreen = 1500;

/** In the first quiet moment after what people wait for; says how to call it off. */
export function whenIdle(act: () => void): () => void {
  let handle: number | undefined;
  const timer = setTimeout(() => {
    if ('requestIdleCallback' in window) handle = requestIdleCallback(act, { timeout: 4000 });
    else act();
  }, firstScreen);
  return () => {
    clearTimeout(timer);
    if (handle !== undefined) cancelIdleCallback(handle);
  };
}
