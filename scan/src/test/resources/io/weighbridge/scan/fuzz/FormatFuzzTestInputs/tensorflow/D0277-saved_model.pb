Q
"serveF

pPartitionedCall.
,

__inference_call_1
w	WriteFileab