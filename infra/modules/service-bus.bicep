// Two queues, and the topic of the choreographed order with a subscription for each of its services. The app receives and settles; whoever begins transactions by message is given the sender's role on its queue by hand.
param name string
param location string
param tags object
param principalId string

var dataReceiver = '4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0'
var queues = [
  'transactions'
  'transaction-signals'
]

var dataSender = '69a216fc-b8fb-44d8-bc22-1f3c2cd27a39'
// Each service hears the events that it reacts to, by the subject of the message.
var subscriptions = [
  {
    name: 'order_service'
    types: [
      'OrderShipped'
      'PaymentDeclined'
      'InventoryShort'
      'ShipmentRefused'
    ]
  }
  {
    name: 'payment_service'
    types: [
      'OrderCreated'
      'InventoryShort'
      'ShipmentRefused'
      'OrderExpired'
    ]
  }
  {
    name: 'inventory_service'
    types: [
      'PaymentCharged'
      'ShipmentRefused'
      'OrderExpired'
    ]
  }
  {
    name: 'shipping_service'
    types: [
      'InventoryReserved'
      'OrderExpired'
    ]
  }
]

resource namespace 'Microsoft.ServiceBus/namespaces@2024-01-01' = {
  name: name
  location: location
  tags: tags
  sku: {
    name: 'Standard'
    tier: 'Standard'
  }
  properties: {
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
  }
}

resource queue 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' = [
  for queueName in queues: {
    parent: namespace
    name: queueName
    properties: {
      // The handler dead-letters with a reason what can never work; this is for what kills its host each time. Trouble with the store counts too.
      maxDeliveryCount: 200
      lockDuration: 'PT5M'
      deadLetteringOnMessageExpiration: true
      defaultMessageTimeToLive: 'P14D'
    }
  }
]

resource topic 'Microsoft.ServiceBus/namespaces/topics@2024-01-01' = {
  parent: namespace
  name: 'order_fulfillment'
  properties: {
    defaultMessageTimeToLive: 'P14D'
  }
}

resource subscription 'Microsoft.ServiceBus/namespaces/topics/subscriptions@2024-01-01' = [
  for service in subscriptions: {
    parent: topic
    name: service.name
    properties: {
      // As for the queues: the handler dead-letters with a reason, and a record in the run, before this (behind 100).
      maxDeliveryCount: 200
      lockDuration: 'PT5M'
      deadLetteringOnMessageExpiration: true
      defaultMessageTimeToLive: 'P14D'
    }
  }
]

resource rule 'Microsoft.ServiceBus/namespaces/topics/subscriptions/rules@2024-01-01' = [
  for (service, i) in subscriptions: {
    parent: subscription[i]
    // The rule that is there by itself takes everything; this one takes its place.
    name: '$Default'
    properties: {
      filterType: 'SqlFilter'
      sqlFilter: {
        sqlExpression: 'sys.Label IN (\'${join(service.types, '\', \'')}\')'
      }
    }
  }
]

resource topicGrants 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in [
    dataReceiver
    dataSender
  ]: {
    name: guid(topic.id, principalId, role)
    scope: topic
    properties: {
      principalId: principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
    }
  }
]

resource grants 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (queueName, i) in queues: {
    name: guid(namespace.id, queueName, principalId, dataReceiver)
    scope: queue[i]
    properties: {
      principalId: principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', dataReceiver)
    }
  }
]

output id string = namespace.id
output name string = namespace.name
