import { HubConnectionBuilder, HubConnectionState, LogLevel, type HubConnection } from '@microsoft/signalr';
import { useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useRef, useState } from 'react';
import { csrfHeaders } from './client';

export type Line = 'connecting' | 'connected' | 'lost';
type Live = { line: Line; look: (what: string | null) => void; present: Record<string, string[]> };

export const LiveContext = createContext<Live>({ line: 'connecting', look: () => undefined, present: {} });
export const useLive = () => useContext(LiveContext);

/** One live connection for the whole app: what changed is asked for anew, and who else is looking is known. */
export function useLiveConnection(signedIn: boolean): Live {
  const queries = useQueryClient();
  const [line, setLine] = useState<Line>('connecting');
  const [present, setPresent] = useState<Record<string, string[]>>({});
  const connection = useRef<HubConnection | null>(null);
  const looking = useRef<string | null>(null);

  useEffect(() => {
    if (!signedIn) return;
    const hub = new HubConnectionBuilder()
      .withUrl('/live', { headers: csrfHeaders() })
      .withAutomaticReconnect({ nextRetryDelayInMilliseconds: ({ previousRetryCount }) => Math.min(15_000, 500 * 2 ** previousRetryCount) })
      .configureLogging(LogLevel.None)
      .build();
    connection.current = hub;
    let over = false;
    let timer: ReturnType<typeof setTimeout> | undefined;

    // A crowd of changes is one look.
    const due = new Set<string>();
    let soon: ReturnType<typeof setTimeout> | undefined;
    const refresh = (...keys: string[]) => {
      keys.forEach((k) => due.add(k));
      soon ??= setTimeout(() => {
        soon = undefined;
        due.forEach((key) => void queries.invalidateQueries({ queryKey: key.split('/') }));
        due.clear();
      }, 250);
    };

    hub.on('inbox', ({ conversations }: { conversations: number[] }) => refresh('inbox', 'counts', ...conversations.map((id) => `conversation/${id}`)));
    hub.on('tickets', ({ tickets }: { tickets: string[] }) => refresh('queue', 'tickets', 'counts', ...tickets.map((n) => `ticket/${n}`)));
    hub.on('channels', () => refresh('channels', 'notifications', 'notices'));
    hub.on('notifications', () => refresh('notifications', 'counts'));
    hub.on('present', ({ what, who }: { what: string; who: string[] }) => setPresent((p) => ({ ...p, [what]: who })));
    const connected = () => {
      setLine('connected');
      if (looking.current) void hub.invoke('Look', looking.current);
    };
    hub.onreconnecting(() => setLine('lost'));
    hub.onreconnected(() => {
      connected();
      // What was told meanwhile was missed.
      void queries.invalidateQueries();
    });
    const start = () => {
      hub.start().then(connected, () => {
        if (over) return;
        setLine('lost');
        timer = setTimeout(start, 3000);
      });
    };
    hub.onclose(() => {
      if (over) return;
      setLine('lost');
      timer = setTimeout(start, 3000);
    });
    start();
    return () => {
      over = true;
      clearTimeout(timer);
      clearTimeout(soon);
      void hub.stop();
    };
  }, [signedIn, queries]);

  return {
    line,
    present,
    look: (what) => {
      if (looking.current === what) return;
      looking.current = what;
      if (connection.current?.state === HubConnectionState.Connected) void connection.current.invoke('Look', what);
    },
  };
}
