import type { HubConnection } from '@microsoft/signalr';
import { useQueryClient, type QueryKey } from '@tanstack/react-query';
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { again } from '../shell/again';
import { csrfHeaders } from './client';

export type Line = 'connecting' | 'connected' | 'lost';
type Live = { line: Line; look: (what: string | null) => void; whenInboxChanges: (listener: (conversations: number[]) => void) => () => void };

const code = () => import('@microsoft/signalr');

const nobody: string[] = [];

/** Who looks at what: whoever shows it listens for that alone, so that somebody coming by draws nothing else anew. */
const presence = {
  at: new Map<string, string[]>(),
  listeners: new Set<() => void>(),
  tell(what: string, who: string[]) {
    this.at.set(what, who);
    this.listeners.forEach((l) => l());
  },
};
const listen = (then: () => void) => {
  presence.listeners.add(then);
  return () => void presence.listeners.delete(then);
};

/** The names of those who look at it now. */
export const usePresent = (what: string): string[] => useSyncExternalStore(listen, () => presence.at.get(what) ?? nobody);

export const LiveContext = createContext<Live>({ line: 'connecting', look: () => undefined, whenInboxChanges: () => () => undefined });
export const useLive = () => useContext(LiveContext);

/** One live connection for the whole app: what changed is asked for anew, and who else is looking is known. */
export function useLiveConnection(signedIn: boolean): Live {
  const queries = useQueryClient();
  const [line, setLine] = useState<Line>('connecting');
  const connection = useRef<HubConnection | null>(null);
  const looking = useRef<string | null>(null);
  const inbox = useRef(new Set<(conversations: number[]) => void>());

  useEffect(() => {
    if (!signedIn) return;
    let over = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let soon: ReturnType<typeof setTimeout> | undefined;
    let hub: HubConnection | undefined;

    // A crowd of changes is one look.
    const due = new Map<string, QueryKey>();
    const changed = new Set<number>();
    const refresh = (...keys: QueryKey[]) => {
      keys.forEach((k) => due.set(JSON.stringify(k), k));
      soon ??= setTimeout(() => {
        soon = undefined;
        due.forEach((queryKey) => void queries.invalidateQueries({ queryKey }));
        due.clear();
        const some = [...changed];
        changed.clear();
        if (some.length > 0) inbox.current.forEach((listener) => listener(some));
      }, 250);
    };

    const begin = async () => {
      // Its code comes after the first screen is drawn: nothing there waits for it.
      const { HubConnectionBuilder, LogLevel } = await code().catch(() => {
        setLine('lost');
        return again(code, true)();
      });
      if (over) return;
      hub = new HubConnectionBuilder()
        .withUrl('/live', { headers: csrfHeaders() })
        .withAutomaticReconnect({ nextRetryDelayInMilliseconds: ({ previousRetryCount }) => Math.min(15_000, 500 * 2 ** previousRetryCount) })
        .configureLogging(LogLevel.None)
        .build();
      const line = hub;
      connection.current = line;
      line.on('inbox', ({ conversations }: { conversations: number[] }) => {
        conversations.forEach((id) => changed.add(id));
        refresh(['inbox', 'surges'], ['counts'], ...conversations.flatMap((id) => [['conversation', String(id)], ['inbox', 'advice', id]]));
      });
      line.on('tickets', ({ tickets }: { tickets: string[] }) => refresh(['queue'], ['tickets'], ['counts'], ...tickets.map((n) => ['ticket', n])));
      line.on('channels', () => refresh(['channels'], ['notifications'], ['notices']));
      line.on('notifications', () => refresh(['notifications'], ['counts']));
      line.on('present', ({ what, who }: { what: string; who: string[] }) => presence.tell(what, who));
      // What happened while no line stood was told to nobody: between the first look and the first line little is asked for anew, after that everything. The line
      // stands once a call is answered: a handshake is over before the service has put this screen among those whom it tells.
      let stood = false;
      const connected = async () => {
        try {
          await line.invoke('Look', looking.current);
        } catch {
          // It is lost already: the next one comes by itself.
          return;
        }
        setLine('connected');
        for (const queryKey of stood ? [[]] : [['inbox', 'head'], ['inbox', 'surges'], ['queue'], ['counts'], ['notifications']]) void queries.invalidateQueries({ queryKey });
        stood = true;
      };
      line.onreconnecting(() => setLine('lost'));
      line.onreconnected(() => void connected());
      const start = () => {
        line.start().then(() => void connected(), () => {
          if (over) return;
          setLine('lost');
          timer = setTimeout(start, 3000);
        });
      };
      line.onclose(() => {
        if (over) return;
        setLine('lost');
        timer = setTimeout(start, 3000);
      });
      start();
    };
    begin().catch(() => !over && setLine('lost'));
    return () => {
      over = true;
      clearTimeout(timer);
      clearTimeout(soon);
      connection.current = null;
      void hub?.stop();
    };
  }, [signedIn, queries]);

  const look = useCallback((what: string | null) => {
    if (looking.current === what) return;
    looking.current = what;
    if (connection.current?.state === 'Connected') void connection.current.invoke('Look', what);
  }, []);
  const whenInboxChanges = useCallback((listener: (conversations: number[]) => void) => {
    inbox.current.add(listener);
    return () => void inbox.current.delete(listener);
  }, []);
  return useMemo(() => ({ line, look, whenInboxChanges }), [line, look, whenInboxChanges]);
}
