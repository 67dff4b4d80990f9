import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, ask, told } from '../api/client';

/** A conversation that stands in a surge: the way to all of it, and out of it for one that only looks alike. */
export function InSurge({ conversation, surge, decides }: { conversation: number; surge: number; decides: boolean }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const leave = useMutation({
    mutationFn: () => ask(api.DELETE('/api/v1/inbox/{id}/surge', { params: { path: { id: conversation } } })),
    onSuccess: () => void queries.invalidateQueries({ queryKey: ['inbox'] }),
  });
  return (
    <span className="row wrap" style={{ gap: '0.125rem 0.75rem' }}>
      <Link to="/kotak-masuk" search={{ lonjakan: surge, buka: conversation }}>
        {t('surge.whole')}
      </Link>
      {decides && (
        <button type="button" className="link" disabled={leave.isPending} onClick={() => leave.mutate()}>
          {t('surge.leave')}
        </button>
      )}
      {leave.isError && <span role="alert">{told(leave.error).title}</span>}
    </span>
  );
}
