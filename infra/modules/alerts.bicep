// What needs a person: a transaction that is stuck or whose orchestration is suspended, a buffered operation in conflict, a group that stays
// degraded, a message that was dead-lettered, requests or calls that fail more than they should.
param name string
param location string
param tags object
param workspaceId string
param serviceBusId string
param email string

var everyMinutes = 5
var logAlerts = [
  {
    key: 'stuck'
    title: 'A transaction is stuck or its orchestration suspended'
    severity: 1
    query: 'AppTraces | where Message has "is stuck" or Message has "is suspended"'
    threshold: 0
  }
  {
    key: 'unregistered'
    title: 'A transaction cannot go on: its definition is not registered'
    severity: 1
    query: 'AppTraces | where Message has "cannot go on here" or Message has "is not registered"'
    threshold: 0
  }
  {
    key: 'conflicts'
    title: 'A buffered operation was refused by its side and waits for an operator'
    severity: 1
    query: 'AppTraces | where Message has "It waits for an operator"'
    threshold: 0
  }
  {
    key: 'degraded'
    title: 'A group has not been strict for long'
    severity: 2
    query: 'AppTraces | where Message startswith "Group " and Message has "operations wait"'
    threshold: 0
  }
  {
    key: 'failures'
    title: 'Requests fail'
    severity: 2
    query: 'AppRequests | where toint(ResultCode) >= 500 or (isempty(ResultCode) and Success == false)'
    threshold: 10
  }
]

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'ag-${name}'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'serverlesstx'
    emailReceivers: email == ''
      ? []
      : [
          {
            name: 'operator'
            emailAddress: email
            useCommonAlertSchema: true
          }
        ]
  }
}

resource logAlert 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for alert in logAlerts: {
    name: 'alert-${alert.key}-${name}'
    location: location
    tags: tags
    properties: {
      displayName: alert.title
      severity: alert.severity
      enabled: true
      scopes: [
        workspaceId
      ]
      evaluationFrequency: 'PT${everyMinutes}M'
      windowSize: 'PT${everyMinutes}M'
      criteria: {
        allOf: [
          {
            query: alert.query
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: alert.threshold
            failingPeriods: {
              numberOfEvaluationPeriods: 1
              minFailingPeriodsToAlert: 1
            }
          }
        ]
      }
      actions: {
        actionGroups: [
          people.id
        ]
      }
    }
  }
]

resource deadLetters 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'alert-dead-letters-${name}'
  location: 'global'
  tags: tags
  properties: {
    description: 'A message can never begin a transaction; its dead-letter reason says why.'
    severity: 2
    enabled: true
    scopes: [
      serviceBusId
    ]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT5M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'dead letters'
          criterionType: 'StaticThresholdCriterion'
          metricName: 'DeadletteredMessages'
          metricNamespace: 'Microsoft.ServiceBus/namespaces'
          operator: 'GreaterThan'
          threshold: 0
          timeAggregation: 'Maximum'
        }
      ]
    }
    actions: [
      {
        actionGroupId: people.id
      }
    ]
  }
}
