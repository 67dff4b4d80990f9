import { useEffect, useRef, useState } from 'react';
import { api, ask, Refused } from '../api/client';

const renewEvery = 40_000;

/** While somebody writes, the conversation is theirs: renewed as long as they are at it, given back when they leave. */
export function useClaim(id: number | null, writing: boolean) {
  const [refusedBy, setRefusedBy] = useState<string | null>(null);
  const [attempt, setAttempt] = useState(0);
  const holds = useRef(false);
  useEffect(() => {
    if (!id || !writing) return;
    let over = false;
    const claim = () =>
      ask(api.POST('/api/v1/inbox/{id}/claim', { params: { path: { id } }, body: { over: false } })).then(
        () => {
          holds.current = true;
          if (!over) setRefusedBy(null);
        },
        (error: unknown) => {
          if (!over && error instanceof Refused && error.refusal === 'SomebodyAnswers') setRefusedBy(error.detail.split(/ sedang | is /)[0] ?? error.title);
        },
      );
    void claim();
    const timer = setInterval(() => void claim(), renewEvery);
    return () => {
      over = true;
      clearInterval(timer);
      setRefusedBy(null);
      if (holds.current) void ask(api.DELETE('/api/v1/inbox/{id}/claim', { params: { path: { id } } })).catch(() => undefined);
      holds.current = false;
    };
  }, [id, writing, attempt]);
  return { refusedBy, retry: () => setAttempt((n) => n + 1) };
}
