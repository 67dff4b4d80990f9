import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { again } from './again';

const line = { onLine: true };

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('navigator', line);
  line.onLine = true;
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const failing = (times: number) => {
  let tries = 0;
  return { load: () => (++tries > times ? Promise.resolve('there') : Promise.reject(new Error('unreachable'))), tries: () => tries };
};

it('asks again until it is there', async () => {
  const code = failing(2);
  const came = again(code.load)();
  await vi.runAllTimersAsync();
  expect(await came).toBe('there');
  expect(code.tries()).toBe(3);
});

it('gives up on what somebody asked for and the service has no more', async () => {
  const code = failing(100);
  const came = again(code.load)().catch((problem: Error) => problem.message);
  await vi.runAllTimersAsync();
  expect(await came).toBe('unreachable');
  expect(code.tries()).toBe(5);
});

it('never gives up on what comes by itself', async () => {
  const code = failing(50);
  const came = again(code.load, true)();
  await vi.runAllTimersAsync();
  expect(await came).toBe('there');
});

it('waits for the line to come back', async () => {
  line.onLine = false;
  const code = failing(20);
  const came = again(code.load)();
  await vi.runAllTimersAsync();
  expect(await came).toBe('there');
});
