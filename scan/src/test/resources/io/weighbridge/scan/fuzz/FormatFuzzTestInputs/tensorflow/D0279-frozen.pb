

w	WriteFileab