import { useQuery } from '@tanstack/react-query';
import { Fragment } from 'react';
import { api, ask } from '../api/client';
import { parts, type Named } from './naming';

/** Colleagues who may see the ticket: those who can be named in a note on it. */
export const useColleagues = (number: string, wanted: boolean) =>
  useQuery({
    queryKey: ['colleagues', number],
    queryFn: async () => (await ask(api.GET('/api/v1/tickets/{number}/colleagues', { params: { path: { number } } }))).items,
    enabled: wanted,
    staleTime: 60_000,
  });

/** A note with the people in it marked, by their names. */
export function MentionedText({ text, people }: { text: string; people: readonly Named[] }) {
  return (
    <>
      {parts(text, people).map((part, i) =>
        typeof part === 'string' ? (
          <Fragment key={i}>{part}</Fragment>
        ) : (
          <mark key={i} className="mention" title={`@${part.login}`}>
            @{part.name}
          </mark>
        ),
      )}
    </>
  );
}
