import { Button, TextInput } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../api/client';
import { moment } from '../text/time';
import { Section, Table } from './parts';

/** A cell of a table for spreadsheets: quoted, and never a formula. */
export const cell = (value: string) => `"${(/^[=+\-@\t\r]/.test(value) ? `'${value}` : value).replaceAll('"', '""')}"`;

/** Everything that ever happened, the newest first. */
export function Audit() {
  const { t } = useTranslation();
  const [words, setWords] = useState('');
  const events = useInfiniteQuery({
    queryKey: ['audit'],
    queryFn: ({ pageParam }) => ask(api.GET('/api/v1/audit', { params: { query: { cursor: pageParam || undefined, limit: 200 } } })),
    initialPageParam: '',
    getNextPageParam: (p) => p.next,
  });
  const all = events.data?.pages.flatMap((p) => p.items) ?? [];
  const sought = words.trim().toLowerCase();
  const found = sought ? all.filter((e) => `${e.actor} ${e.text} ${e.ticket ?? ''} ${e.type}`.toLowerCase().includes(sought)) : all;
  const save = () => {
    const rows = [['id', 'at', 'recordedAt', 'type', 'ticket', 'actor', 'text'], ...found.map((e) => [String(e.id), e.at, e.recordedAt, e.type, e.ticket ?? '', e.actor, e.text])];
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob(['\ufeff' + rows.map((r) => r.map(cell).join(',')).join('\r\n')], { type: 'text/csv' }));
    link.download = 'audit.csv';
    link.click();
    URL.revokeObjectURL(link.href);
  };
  return (
    <Section
      title={t('admin.page.audit')}
      hint={t('admin.audit.hint', { count: all.length })}
      query={{ ...events, data: events.data ? found : undefined }}
      empty={t('inbox.nothingFound')}
      action={
        <div className="row wrap">
          <TextInput size="xs" placeholder={t('admin.audit.find')} aria-label={t('admin.audit.find')} value={words} onChange={(e) => setWords(e.currentTarget.value)} maxLength={100} />
          {events.hasNextPage && (
            <Button variant="default" loading={events.isFetchingNextPage} onClick={() => void events.fetchNextPage()}>
              {t('admin.audit.older')}
            </Button>
          )}
          <Button variant="default" onClick={save} disabled={found.length === 0}>
            {t('admin.audit.save')}
          </Button>
        </div>
      }
    >
      {(items) => (
        <Table heads={[t('admin.audit.when'), t('admin.audit.who'), t('ticket.ticket'), t('admin.audit.what')]}>
          {items.map((e) => (
            <tr key={e.id}>
              <td className="soft nums" style={{ whiteSpace: 'nowrap' }}>
                {moment(e.at)}
              </td>
              <td>{e.actor}</td>
              <td>
                {e.ticket && (
                  <Link className="number" to="/tiket/$number" params={{ number: e.ticket }}>
                    {e.ticket}
                  </Link>
                )}
              </td>
              <td style={{ overflowWrap: 'anywhere' }}>{e.text}</td>
            </tr>
          ))}
        </Table>
      )}
    </Section>
  );
}
