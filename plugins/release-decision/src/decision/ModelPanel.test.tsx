import { ModelOpinion } from '@adaptive-delivery/plugin-release-common';
import { sampleDecision } from '@adaptive-delivery/plugin-release-react/testUtils';
import { screen, within } from '@testing-library/react';
import { fakeApis, renderEntity } from '../__testUtils__/renderEntity';
import { DecisionDetail } from './DecisionDetail';

const answered: ModelOpinion = {
  name: 'change-risk',
  version: '8',
  mode: 'shadow',
  drives: false,
  outcome: 'answered',
  probability: 0.312,
  says: { riskScore: 41, band: 'medium' },
  heuristic: { riskScore: 63, band: 'high' },
  words: 'change-risk 8 gives 31.2 %. In shadow mode it has no say.',
};

function show(
  model: ModelOpinion | null,
  challenger: string = 'change-risk 8',
) {
  const apis = fakeApis();
  const sample = sampleDecision();
  const record = sampleDecision({
    decision: {
      ...sample.decision,
      model,
      shadowDecisions: model?.says
        ? [
            {
              challenger,
              ...(model.drives ? model.heuristic : model.says),
              strategy: 'rolling',
            },
          ]
        : [],
    },
  });
  apis.decisions.decisions = [record];
  renderEntity(
    <DecisionDetail
      id={record.id}
      entityRef={record.entityRef}
      isShownAbove={false}
    />,
    apis,
  );
}

const panel = async (name: string) =>
  within(await screen.findByRole('region', { name }));

describe('the panel about the model', () => {
  it('puts the model beside the factors, and says that they disagree', async () => {
    show(answered);
    const model = await panel('Model change-risk 8 (in shadow)');
    expect(model.getByText('disagrees')).toBeInTheDocument();
    expect(model.getByText('31.2 %')).toBeInTheDocument();
    const [factors, withModel] = model.getAllByRole('row').slice(1);
    expect(factors).toHaveTextContent(
      /^Factors alonecountsrisk 63 highcanary$/,
    );
    expect(withModel).toHaveTextContent(
      /^With the modelonly keptrisk 41 mediumrolling$/,
    );
    expect(model.getByText(/In shadow mode it has no say/)).toBeInTheDocument();
    expect(screen.queryByText(/^shadow:/)).not.toBeInTheDocument();
  });

  it('says which of the two counts when the model drives', async () => {
    show(
      {
        ...answered,
        mode: 'enforced',
        drives: true,
        says: { riskScore: 63, band: 'high' },
        heuristic: { riskScore: 60, band: 'high' },
      },
      'heuristic',
    );
    const model = await panel('Model change-risk 8 (enforced)');
    expect(model.getByText('agrees')).toBeInTheDocument();
    const [factors, withModel] = model.getAllByRole('row').slice(1);
    expect(factors).toHaveTextContent(/only kept.*risk 60 high.*rolling/);
    expect(withModel).toHaveTextContent(/counts.*risk 63 high.*canary/);
  });

  it('says why a model has no say', async () => {
    show({
      ...answered,
      version: null,
      outcome: 'late',
      probability: null,
      says: null,
      words:
        'change-risk did not answer within 200 ms, so the factors alone decide.',
    });
    const model = await panel('Model change-risk (in shadow)');
    expect(model.getByText('no answer')).toBeInTheDocument();
    expect(model.getByText(/within 200 ms/)).toBeInTheDocument();
    expect(model.queryByRole('table')).not.toBeInTheDocument();
  });

  it('is not there when the policy asks no model', async () => {
    show(null);
    expect(
      await screen.findByRole('region', { name: 'Why 63' }),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('region', { name: /^Model/ }),
    ).not.toBeInTheDocument();
  });
});
