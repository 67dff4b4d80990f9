const longest = 15_000;
const asked = 5;

/**
 * Code that comes later. While it cannot be fetched it is asked for again, ever later: what stands on the screen must not fall because something beside it is not there
 * yet. What somebody asked for gives up after some tries, for a service that was renewed meanwhile has it no more; what comes by itself never does.
 */
export const again =
  <T>(load: () => Promise<T>, uninvited = false) =>
  async (): Promise<T> => {
    for (let tries = 1; ; tries++)
      try {
        return await load();
      } catch (problem) {
        if (!uninvited && tries >= asked && navigator.onLine) throw problem;
        await new Promise((resolve) => setTimeout(resolve, Math.min(longest, 500 * 2 ** tries)));
      }
  };
