import { Alert, Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../api/client';
import { moment } from '../text/time';
import { useChange } from './parts';

/** What the service could not go on with by itself: nothing is shown while there is none. */
export function PutAside() {
  const { t } = useTranslation();
  const found = useQuery({
    queryKey: ['audit', 'putAside'],
    queryFn: () => ask(api.GET('/api/v1/audit', { params: { query: { putAside: true, limit: 100 } } })),
    refetchInterval: 30_000,
  });
  const again = useChange((id: number) => ask(api.POST('/api/v1/audit/{id}/publication', { params: { path: { id } } })), ['audit']);
  const events = found.data?.items ?? [];
  if (events.length === 0) return null;
  return (
    <Alert color="red" role="alert" icon={<IconAlertTriangle size={18} />} title={t('admin.audit.putAside', { count: events.length })}>
      <p>{t('admin.audit.putAsideDetail')}</p>
      <ul>
        {events.map((e) => (
          <li key={e.id} className="row wrap">
            <span className="soft nums">{moment(e.at)}</span>
            {e.ticket && (
              <Link className="number" to="/tiket/$number" params={{ number: e.ticket }}>
                {e.ticket}
              </Link>
            )}
            <span className="grow" style={{ overflowWrap: 'anywhere' }}>
              {e.text}
            </span>
            <Button variant="default" loading={again.isPending && again.variables === e.id} onClick={() => again.mutate(e.id)}>
              {t('admin.audit.tryAgain')}
              <span className="visually-hidden"> {e.ticket ?? e.type}</span>
            </Button>
          </li>
        ))}
      </ul>
    </Alert>
  );
}
