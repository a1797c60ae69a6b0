import { Header, Page, TabbedLayout } from '@backstage/core-components';
import { OutcomesView } from './outcomes/OutcomesView';
import { PolicyView } from './policy/components/PolicyView';
import { QuarantineView } from './quarantine/QuarantineView';

/** The tabs of the page for apps that have no sub-pages of their own. */
export function LegacyPage() {
  return (
    <Page themeId="tool">
      <Header title="Policy" />
      <TabbedLayout>
        <TabbedLayout.Route path="/policy" title="Policy">
          <PolicyView />
        </TabbedLayout.Route>
        <TabbedLayout.Route path="/quarantine" title="Quarantine">
          <QuarantineView />
        </TabbedLayout.Route>
        <TabbedLayout.Route path="/outcomes" title="Outcomes">
          <OutcomesView />
        </TabbedLayout.Route>
      </TabbedLayout>
    </Page>
  );
}
