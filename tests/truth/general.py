"""Sentences with a strong word that are so whatever the numbers are, and why."""

GENERAL = {
    "mlp/drag:open": "how both networks were trained",
    "mlp/drag:one": "how it was measured",
    "mlp/priors:all": "what fully connected means",
    "mlp/priors:share": "what a sweep is",
    "mlp/priors:deep": "what a sweep is",
    "mlp/priors:close": "the three priors by name",
    "convolution/activate:sweep": "what an activation is",
    "stride-padding/padding:open": "what valid means",
    "stride-padding/padding:ask": "the scene's filter is made of ones",
    "stride-padding/padding:place": "a filter of an odd side, stride 1, padded to the same size",
    "pooling/max:close": "a window of 2 or more at a stride of 2 or more; pooling learns nothing",
    "pooling/global:one": "what a mean is",
    "channels/rgb:sum-next": "what a sum is",
    "channels/filters:read": "what a filter reads",
    "hierarchy/network:close": "the first and the last of the fields, which are numbers",
    "hierarchy/features:patch": "the place is where the sum is largest, which is checked",
    "hierarchy/features:middle": "it denies nothing",
    "hierarchy/learned:first": "what the tiles of the first layer show",
    "hierarchy/learned:patches": "the place is where the map is largest, which is checked",
}
