import { Content, Header, Page } from '@backstage/core-components';
import Stack from '@mui/material/Stack';
import { FleetTable } from './FleetTable';
import { InFlightLines } from './InFlightLines';
import { RecentRollbacks } from './RecentRollbacks';
import { WaitingForMe } from './WaitingForMe';

/** The fleet: what needs me, what moves, what was taken back, and all of it. */
export function FleetReleases() {
  return (
    <Content>
      <Stack spacing={2}>
        <WaitingForMe />
        <InFlightLines />
        <RecentRollbacks />
        <FleetTable />
      </Stack>
    </Content>
  );
}

/** The fleet with a header, for apps whose pages bring their own. */
export function FleetReleasesPage() {
  return (
    <Page themeId="tool">
      <Header title="Releases" subtitle="What goes out, and what came of it" />
      <FleetReleases />
    </Page>
  );
}
