import { useDebouncedValue } from '@mantine/hooks';
import '@mantine/spotlight/styles.css';
import { Spotlight, spotlight } from '@mantine/spotlight';
import { IconArrowRight, IconSearch, IconTicket, IconInbox } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../api/client';
import { useMe } from '../api/session';

/** Opens it from anywhere. */
export const open = () => spotlight.open();

/** Everywhere one can go, every ticket and every conversation, by typing. */
export default function Palette() {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const [query, setQuery] = useState('');
  const [sought] = useDebouncedValue(query.trim(), 180);
  const reads = me.is('officer', 'supervisor', 'admin-social', 'administrator');
  const triages = me.is('admin-social', 'administrator');
  const tickets = useQuery({
    queryKey: ['tickets', 'palette', sought],
    queryFn: () => ask(api.GET('/api/v1/tickets', { params: { query: { q: sought, limit: 8 } } })),
    enabled: reads && sought.length >= 3,
  });
  const conversations = useQuery({
    queryKey: ['inbox', 'palette', sought],
    queryFn: () => ask(api.GET('/api/v1/inbox', { params: { query: { q: sought, limit: 8 } } })),
    enabled: triages && sought.length >= 3,
  });

  const places = [
    { to: '/kotak-masuk', word: t('shell.inbox'), may: triages },
    { to: '/antrean', word: t('shell.queue'), may: reads },
    { to: '/tim', word: t('shell.team'), may: me.is('supervisor', 'administrator', 'director', 'inspectorate') },
    { to: '/laporan', word: t('shell.reports'), may: me.is('reporting', 'supervisor', 'administrator') },
    { to: '/administrasi', word: t('shell.admin'), may: me.is('administrator') },
    { to: '/pemberitahuan', word: t('notifications.title'), may: true },
    { to: '/akun', word: t('shell.myAccount'), may: true },
  ].filter((p) => p.may && p.word.toLowerCase().includes(query.trim().toLowerCase()));
  const found = tickets.data?.items ?? [];
  const waiting = conversations.data?.items ?? [];

  return (
    <Spotlight.Root shortcut={null} query={query} onQueryChange={setQuery} scrollable maxHeight={420}>
      <Spotlight.Search placeholder={t('shell.search')} aria-label={t('shell.search')} leftSection={<IconSearch size={18} stroke={1.6} />} />
      <Spotlight.ActionsList>
        {places.length > 0 && (
          <Spotlight.ActionsGroup label={t('palette.go')}>
            {places.map((p) => (
              <Spotlight.Action key={p.to} label={p.word} leftSection={<IconArrowRight size={16} />} onClick={() => void navigate({ to: p.to })} />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {found.length > 0 && (
          <Spotlight.ActionsGroup label={t('palette.tickets')}>
            {found.map((ticket) => (
              <Spotlight.Action
                key={ticket.number}
                label={`${ticket.number} · ${t(`status.${ticket.status}`)}`}
                description={ticket.subject}
                leftSection={<IconTicket size={16} />}
                onClick={() => void navigate({ to: '/tiket/$number', params: { number: ticket.number } })}
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {waiting.length > 0 && (
          <Spotlight.ActionsGroup label={t('palette.conversations')}>
            {waiting.map((c) => (
              <Spotlight.Action
                key={c.id}
                label={c.citizen ?? t('inbox.unnamed')}
                description={c.preview}
                leftSection={<IconInbox size={16} />}
                onClick={() => void navigate({ to: '/kotak-masuk', search: { buka: c.id } })}
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {places.length + found.length + waiting.length === 0 && <Spotlight.Empty>{sought.length < 3 ? t('palette.more') : t('palette.nothing')}</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
