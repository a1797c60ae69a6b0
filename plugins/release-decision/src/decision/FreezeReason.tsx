import { DecisionRecord } from '@adaptive-delivery/plugin-release-common';
import { WithPeople } from '@adaptive-delivery/plugin-release-react';
import Typography from '@mui/material/Typography';
import { freezeWhy } from '../domain/freeze';
import { FreezeEnd } from './FreezeEnd';

/** Which freeze window holds a decision back, why, and until when. */
export function FreezeReason({ record }: { record: DecisionRecord }) {
  const { releaseAfter, stateReason, decision } = record;
  const { freeze } = decision;
  const isTheOne = freeze !== undefined && freeze.until === releaseAfter;
  return (
    <>
      <Typography variant="body2">
        {isTheOne ? (
          <>
            Held back by the freeze window <strong>{freeze.window}</strong>:{' '}
            {freezeWhy(freeze)}
          </>
        ) : (
          <WithPeople text={stateReason} />
        )}
      </Typography>
      {releaseAfter ? (
        <FreezeEnd at={releaseAfter} freeze={isTheOne ? freeze : undefined} />
      ) : null}
    </>
  );
}
