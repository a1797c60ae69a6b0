/**
 * Builds on every system at the same time, then emits, verifies and submits
 * the release, and waits at the portal's gate.
 *
 *   builds         per system (linux, windows, arm): [label: agent, run: command]
 *   label          agent of the release stage, with git and the release command (default: linux)
 *   credentialsId  secret text with the pipeline's token (default: release-portal-token)
 *   portal         address of the portal (default: the variable RELEASE_PORTAL)
 *   environment    where to release into (default: what release.yaml says)
 *   gateSeconds    how long the gate is waited for (default: 3600)
 *   cli            the command (default: release)
 *   scan           command of the release stage before emit, such as one that
 *                  writes the SBOM and scans it (default: none)
 *   base           folder that gets the reports of the last good build of this
 *                  job, for release.yaml to name as base; needs the plugin
 *                  Copy Artifact (default: none)
 *
 * Each build leaves its artifacts in out/<os>/packages and its JUnit XML in
 * out/<os>/reports, and may leave its coverage in out/<os>/coverage and SARIF
 * logs in out/<os>/analysis; release.yaml says so to `release emit`. A scan
 * writes its SBOM to out/sbom.cdx.json.
 */
def call(Map settings) {
  if (!settings.builds) {
    error('releasePipeline: name at least one system in builds')
  }
  def branches = [:]
  settings.builds.each { os, build ->
    branches[os] = { buildOn(os, build) }
  }
  stage('Build') {
    parallel(branches)
  }
  stage('Release') {
    node(settings.label ?: 'linux') {
      releaseFrom(settings)
    }
  }
}

private void buildOn(String os, Map build) {
  node(build.label) {
    checkout(scm)
    try {
      command(build.run)
    } finally {
      junit(testResults: "out/${os}/reports/*.xml", allowEmptyResults: true)
    }
    stash(name: "release-${os}", includes: "out/${os}/**")
  }
}

private void releaseFrom(Map settings) {
  // the change is measured over the whole history; a shallow clone has none
  checkout([
    $class: 'GitSCM',
    branches: scm.branches,
    userRemoteConfigs: scm.userRemoteConfigs,
    extensions: [[$class: 'CloneOption', shallow: false, noTags: false]],
  ])
  settings.builds.each { os, build -> unstash("release-${os}") }
  if (settings.base) {
    copyArtifacts(
      projectName: env.JOB_NAME,
      selector: [$class: 'StatusBuildSelector', stable: true],
      filter: comparedReports(),
      target: settings.base,
      optional: true
    )
  }
  if (settings.scan) {
    command(settings.scan)
  }
  def cli = settings.cli ?: 'release'
  command("${cli} emit --started-at ${startedAt()}")
  command("${cli} verify .release/build-info.json .release/risk-inputs.json")
  archiveArtifacts(artifacts: '.release/*.json')
  if (settings.base) {
    archiveArtifacts(artifacts: comparedReports(), allowEmptyArchive: true)
  }

  def variables = settings.portal ? ["RELEASE_PORTAL=${settings.portal}"] : []
  def into = settings.environment ? " --environment ${settings.environment}" : ''
  withEnv(variables) {
    withCredentials([string(
      credentialsId: settings.credentialsId ?: 'release-portal-token',
      variable: 'RELEASE_TOKEN'
    )]) {
      command("${cli} submit${into} --id-file .release/decision-id")
      gate("${cli} gate --id-file .release/decision-id --timeout ${settings.gateSeconds ?: 3600}")
    }
  }
}

/** What the next release is compared with. */
private String comparedReports() {
  return 'out/*/coverage/**,out/*/analysis/**,out/sbom.cdx.json'
}

/** The exit codes of `release gate`, as what they mean for the build. */
private void gate(String line) {
  def code = isUnix() ? sh(script: line, returnStatus: true) : bat(script: line, returnStatus: true)
  switch (code) {
    case 0:
      return
    case 10:
      error('The release was rejected.')
      break
    case 11:
      unstable('The release still waits; its decision goes on in the portal.')
      return
    case 4:
      error('The portal cannot be reached; nothing is released.')
      break
    default:
      error("release gate ended with ${code}; nothing is released.")
  }
}

private void command(String line) {
  if (isUnix()) {
    sh(line)
  } else {
    bat(line)
  }
}

private String startedAt() {
  return new Date(currentBuild.startTimeInMillis)
    .format("yyyy-MM-dd'T'HH:mm:ss'Z'", TimeZone.getTimeZone('UTC'))
}
