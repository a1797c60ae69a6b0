import { DecisionRecord } from '@adaptive-delivery/plugin-release-common';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { compareBuilds } from '../domain/compareBuilds';

const LISTED = 5;

/** Commits, dependencies, CVEs, coverage and size against the stable build. */
export function BuildDifferences(props: {
  record: DecisionRecord;
  stable: DecisionRecord | undefined;
}) {
  const { record, stable } = props;
  const commits = record.buildInfo.commits ?? [];
  return (
    <Box sx={{ mt: 2 }}>
      <Box
        component="dl"
        sx={{
          m: 0,
          display: 'grid',
          gridTemplateColumns: 'max-content 1fr',
          columnGap: 2,
          rowGap: 0.5,
          fontSize: '0.875rem',
        }}
      >
        {compareBuilds(record, stable).map(({ label, words, unknown }) => (
          <Box key={label} sx={{ display: 'contents' }}>
            <Box component="dt" sx={{ color: 'text.secondary' }}>
              {label}
            </Box>
            <Box
              component="dd"
              sx={{ m: 0, fontStyle: unknown ? 'italic' : 'normal' }}
            >
              {words}
            </Box>
          </Box>
        ))}
      </Box>
      {commits.length > 0 ? (
        <details>
          <summary>
            <Typography component="span" variant="body2">
              Newest commits
            </Typography>
          </summary>
          <Box component="ul" sx={{ m: 0, pl: 3, fontSize: '0.875rem' }}>
            {commits.slice(0, LISTED).map(({ commit, message, author }) => (
              <li key={commit}>
                <code>{commit.slice(0, 7)}</code> {message} ({author})
              </li>
            ))}
            {commits.length > LISTED ? (
              <li>and {commits.length - LISTED} more</li>
            ) : null}
          </Box>
        </details>
      ) : null}
    </Box>
  );
}
